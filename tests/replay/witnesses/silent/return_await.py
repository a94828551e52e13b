"""`return await context.run(...)` awaits the step."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


async def load(context: AsyncWorkflowContext[dict[str, Any]]) -> str:
    return await context.run("load", lambda: fetch("sales"))


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> Any:
    page = await load(context)
    return await context.run("publish", lambda: fetch(page))
