"""The dry run's abort is swallowed as well: it meets no step and the trigger is rejected."""

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
        await context.run("price", lambda: do("price"))
        await context.run("charge", lambda: do("charge"))
    except Exception:
        LOG.append("caught")
