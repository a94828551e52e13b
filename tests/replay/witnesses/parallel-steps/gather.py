"""`asyncio.gather` over steps: the first one runs at each attempt, the second one never."""

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
    await asyncio.gather(
        context.run("sales", lambda: fetch("sales")),
        context.run("stock", lambda: fetch("stock")),
    )
    await context.run("publish", lambda: fetch("publish"))
