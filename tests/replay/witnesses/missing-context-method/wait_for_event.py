"""There is no `wait_for_event` in the Python SDK: each attempt fails there, after the mail has gone out."""

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
    await context.wait_for_event("approval", "approved")
