"""The abort passes, and no step follows the broad handler."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext, WorkflowAbort
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: fetch("sales"))
    try:
        await context.run("publish", lambda: fetch(page))
    except WorkflowAbort:
        raise
    except Exception as error:
        raise RuntimeError("the report was not published") from error
