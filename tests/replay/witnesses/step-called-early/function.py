"""The work is done where the step should be described, on every pass, and its result is no function."""

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
    await context.run("charge", charge(amount))
