"""A tuple comes back as a list, which cannot be a key."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    position = await context.run("locate", lambda: (2, 3))
    visited = {position: True}
    await context.run("check", lambda: len(visited))
