"""`finally` runs whenever a pass ends, seven times for two steps."""

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
    try:
        await context.run("first", lambda: do("first"))
        await context.run("second", lambda: do("second"))
    finally:
        do("clean up")
