"""The step itself catches what can go wrong in it."""

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


def price_or_fallback() -> str:
    try:
        return do("price")
    except OSError:
        return "fallback"


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("prepare", lambda: do("prepare"))
    price = await context.run("price", price_or_fallback)
    await context.run("charge", lambda: do(f"charge {price}"))
