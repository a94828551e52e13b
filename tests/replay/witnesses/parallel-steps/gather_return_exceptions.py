"""`return_exceptions=True` collects the aborts by which the SDK ends a pass: the dry run finds no step."""

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
        return_exceptions=True,
    )
