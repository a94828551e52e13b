"""All steps are in a loop over data: without data there is no step."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    for index, item in enumerate(context.request_payload["notes"]):
        await context.run(f"item-{index}", lambda: do(item))
