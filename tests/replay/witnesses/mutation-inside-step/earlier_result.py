"""A step changes the result of an earlier one: every later delivery reads the recorded result again."""

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
    basket = await context.run("basket", lambda: {"paid": False})
    await context.run("pay", lambda: basket.update(paid=True))
    await context.run("ship", lambda: {"paid": basket["paid"]})
