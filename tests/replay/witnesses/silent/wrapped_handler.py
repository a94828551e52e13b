"""An async wrapper around the handler."""

from collections.abc import Awaitable, Callable
from functools import wraps
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


Handler = Callable[[AsyncWorkflowContext[dict[str, Any]]], Awaitable[None]]


def named(handler: Handler) -> Handler:
    @wraps(handler)
    async def wrapper(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
        await handler(context)

    return wrapper


@serve.post("/report")
@named
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: fetch("sales"))
    await context.run("publish", lambda: fetch(page))
