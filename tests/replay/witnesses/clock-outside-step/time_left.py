"""The second that the work takes is to count towards the pause, and never does."""

import time
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def work() -> str:
    LOG.append("work")
    time.sleep(1)
    return "done"


@serve.post("/work")
async def handle(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    started = time.monotonic()
    await context.run("work", work)
    await context.sleep("cool-down", round(300 - (time.monotonic() - started)))
