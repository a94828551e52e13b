"""Name and function as keyword arguments."""

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


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run(step_name="load", step_function=lambda: fetch("sales"))
    await context.sleep(step_name="wait", duration="10s")
    await context.run(step_function=lambda: fetch(page), step_name="publish")
