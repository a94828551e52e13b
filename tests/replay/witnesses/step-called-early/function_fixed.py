"""The function is handed over, not its result."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@serve.post("/charge")
async def checkout(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    amount = context.request_payload["amount"]
    await context.run("charge", lambda: charge(amount))
