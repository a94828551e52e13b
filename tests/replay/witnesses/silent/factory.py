"""A factory makes the handler."""

from collections.abc import Awaitable, Callable
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


def make_report(source: str) -> Callable[[AsyncWorkflowContext[dict[str, Any]]], Awaitable[None]]:
    async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
        page = await context.run("load", lambda: fetch(source))
        await context.run("publish", lambda: fetch(page))

    return report


serve.post("/report")(make_report("sales"))
