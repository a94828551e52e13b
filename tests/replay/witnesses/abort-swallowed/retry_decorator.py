"""A retry decorator swallows the abort and runs the step again."""

from collections.abc import Awaitable, Callable
from functools import wraps
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


def retried(function: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    @wraps(function)
    async def wrapper(*args: Any) -> None:
        for _ in range(3):
            try:
                return await function(*args)
            except Exception as caught:
                error = caught
        raise error

    return wrapper


@retried
async def price(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("price", lambda: do("price"))


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("prepare", lambda: do("prepare"))
    await price(context)
