"""The dry run's context has a `cancel`, the real one has none."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/approvals")
async def approve(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    if context.request_payload["amount"] > 100:
        await context.cancel()
    await context.run("ask", lambda: LOG.append("ask"))
