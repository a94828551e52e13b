"""Without a name the duration is taken for it, and the trigger is rejected."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/reminders")
async def remind(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.sleep("1d")
    await context.run("remind", lambda: LOG.append("remind"))
