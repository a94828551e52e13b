"""Whole seconds."""

from datetime import timedelta
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/reminders")
async def remind(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.sleep("a-day", int(timedelta(days=1).total_seconds()))
    await context.run("remind", lambda: LOG.append("remind"))
