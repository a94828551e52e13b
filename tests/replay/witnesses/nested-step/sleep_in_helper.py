"""A helper that sleeps on the context is called from inside a step."""

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


async def cool_down(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.sleep("cool-down", 60)


@serve.post("/transfers")
async def transfer(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    async def move() -> str:
        debit()
        await cool_down(context)
        return credit()

    await context.run("move", move)
