"""A plain helper may return the coroutine where the handler awaits it."""

from collections.abc import Awaitable
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


def load(context: AsyncWorkflowContext[dict[str, Any]]) -> Awaitable[str]:
    return context.run("load", lambda: fetch("sales"))


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await load(context)
    await context.run("publish", lambda: fetch(page))
