"""`sleepUntil` is TypeScript's name."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/approvals")
async def approve(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("ask", lambda: LOG.append("ask"))
    await context.sleepUntil("tomorrow", 1893456000)
