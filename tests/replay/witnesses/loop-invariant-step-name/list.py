"""A loop runs steps of one name over a list: the run completes, each item is processed once."""

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
    for item in context.request_payload["items"]:
        await context.run("process", lambda: process(item))
