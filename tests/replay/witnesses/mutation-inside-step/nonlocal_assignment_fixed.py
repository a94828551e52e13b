"""The step returns the value, the handler assigns the recorded result."""

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
    total = await context.run("add", lambda: price("alpha"))
    await context.run("pay", lambda: {"paid": total})
