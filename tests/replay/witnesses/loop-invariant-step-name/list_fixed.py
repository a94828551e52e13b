"""The loop's index makes the names distinct."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def process(item: str) -> str:
    LOG.append(item)
    return item


@serve.post("/items")
async def items(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    for index, item in enumerate(context.request_payload["items"]):
        await context.run(f"process-{index}", lambda: process(item))
