"""A TaskGroup wraps the SDK's abort in an ExceptionGroup: not even one step can be started from it."""

import asyncio
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(context.run("sales", lambda: fetch("sales")))
    await context.run("publish", lambda: fetch("publish"))
