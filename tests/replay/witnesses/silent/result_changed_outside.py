"""The handler changes a step's result: it does so again on every delivery, to the same end."""

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
    basket = await context.run("basket", lambda: {"items": [fetch("alpha")]})
    basket["items"].append("extra")
    total = await context.run("count", lambda: len(basket["items"]))
    total += 1
    await context.run("publish", lambda: {"total": total, "items": basket["items"]})
