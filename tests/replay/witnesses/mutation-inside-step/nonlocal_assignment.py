"""A step assigns to a variable of the handler: on replay the step does not run and the variable is what it was."""

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
    total = 0

    def add() -> None:
        nonlocal total
        total = price("alpha")

    await context.run("add", add)
    await context.run("pay", lambda: {"paid": total})
