"""A bare `except` that raises again lets the abort pass."""

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
    try:
        page = await context.run("load", lambda: fetch("sales"))
        await context.run("publish", lambda: fetch(page))
    except:  # noqa: E722
        raise
