"""The abort passes, and no step follows."""

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
    await context.run("price", lambda: do("price"))
    try:
        await context.run("charge", lambda: do("charge"))
    except WorkflowAbort:
        raise
    except Exception:
        LOG.append("caught")
