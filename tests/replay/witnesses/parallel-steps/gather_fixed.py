"""One step after the other."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("sales", lambda: fetch("sales"))
    await context.run("stock", lambda: fetch("stock"))
    await context.run("publish", lambda: fetch("publish"))
