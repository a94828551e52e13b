"""The pause is a step: the server waits, and it waits once."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/retry-later")
async def later(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.sleep("sleep", 1)
    await context.run("work", lambda: LOG.append("work"))
