"""A step sets an item of the handler's dict: on replay it is not there."""

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
    state = {"total": 0}

    def add() -> None:
        state["total"] = price("alpha")

    await context.run("add", add)
    await context.run("pay", lambda: {"paid": state["total"]})
