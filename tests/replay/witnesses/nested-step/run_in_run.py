"""A step inside a step: the account is debited at each attempt and never credited."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def debit() -> str:
    LOG.append("debit")
    return "debited"


def credit() -> str:
    LOG.append("credit")
    return "credited"


@serve.post("/transfers")
async def transfer(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    async def move() -> str:
        debit()
        return await context.run("credit", credit)

    await context.run("move", move)
