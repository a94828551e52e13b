"""The name check cannot help where both branches use one name: the run ends well and the receipt is wrong."""

import random
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def pay(currency: str) -> str:
    LOG.append(currency)
    return currency


@serve.post("/payments")
async def payment(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    currency = random.choice(["EUR", "USD"])
    if currency == "EUR":
        paid = await context.run("pay", lambda: pay("EUR"))
    else:
        paid = await context.run("pay", lambda: pay("USD"))
    await context.run("receipt", lambda: f"receipt says {currency}, paid {paid}")
