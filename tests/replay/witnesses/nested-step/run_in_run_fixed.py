"""Two steps, one after the other."""

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
    await context.run("move", debit)
    await context.run("credit", credit)
