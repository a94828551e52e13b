"""The coroutine function itself is passed."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


async def charge() -> int:
    LOG.append("charge")
    return 120


@serve.post("/charge")
async def checkout(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("charge", charge)
