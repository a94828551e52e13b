"""Keys come back as text, so `get(1)` finds nothing."""

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


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    prices = await context.run("prices", lambda: {1: "a", 2: "b"})
    await context.run("check", lambda: prices.get(1))
