"""The context and its method under other names."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    ctx = context
    run = context.run
    first = await ctx.run("first", lambda: fetch("first"))
    second = await run("second", lambda: fetch("second"))
    await ctx.run("publish", lambda: [first, second])
