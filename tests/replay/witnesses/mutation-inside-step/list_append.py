"""A step appends to a list of the handler: on replay the list is empty."""

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
    prices = []
    await context.run("add", lambda: prices.append(price("alpha")))
    await context.run("pay", lambda: {"paid": sum(prices)})
