"""Each pass takes the customer out of a payload of its own."""

import copy

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    customer = copy.deepcopy(context.request_payload).pop("customer")
    await context.run("greet", lambda: LOG.append(f"greet {customer}"))
