"""A step started with `create_task` and left alone is submitted after the run has been deleted."""

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
    await context.run("sales", lambda: fetch("sales"))
    task = asyncio.create_task(context.run("stock", lambda: fetch("stock")))
    task.add_done_callback(lambda done: None)
