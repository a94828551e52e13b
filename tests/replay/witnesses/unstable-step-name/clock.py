"""The time in a step name: the work is done, and the next delivery cannot find it."""

import time
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def process(item: str) -> str:
    LOG.append(item)
    return item


@serve.post("/backup")
async def backup(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run(f"backup-{time.time_ns()}", lambda: process("backup"))
    await context.run("verify", lambda: process("verify"))
