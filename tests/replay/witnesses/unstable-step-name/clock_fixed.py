"""The name needs no time: a step is told from others by its position in the run."""

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
    await context.run("backup", lambda: process("backup"))
    await context.run("verify", lambda: process("verify"))
