"""A random id in a step name: the work is done, and the next delivery cannot find it."""

import uuid
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
        await context.run(f"process-{uuid.uuid4().hex[:8]}", lambda: process(item))
