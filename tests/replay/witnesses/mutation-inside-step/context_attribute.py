"""A step stores something on the context: the next delivery has another context."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def price(item: str) -> int:
    LOG.append(item)
    return len(item)


@serve.post("/cart")
async def cart(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    def add() -> None:
        context.total = price("alpha")

    await context.run("add", add)
    await context.run("pay", lambda: {"paid": getattr(context, "total", None)})
