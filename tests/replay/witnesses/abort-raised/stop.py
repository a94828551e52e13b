"""Raising the abort ends the delivery with 200 and submits nothing: the run hangs for ever."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext, WorkflowAbort
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    price = await context.run("price", lambda: do("price"))
    if price:
        raise WorkflowAbort("stop")
    await context.run("charge", lambda: do("charge"))
