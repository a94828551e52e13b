"""Python's options are in snake_case."""

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


@serve.post("/work", failureUrl="https://app.test/failed")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("work", lambda: do("work"))
