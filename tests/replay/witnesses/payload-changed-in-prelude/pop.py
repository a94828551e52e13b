"""The dry run has taken the customer away: the pass finds none."""

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    customer = context.request_payload.pop("customer")
    await context.run("greet", lambda: LOG.append(f"greet {customer}"))
