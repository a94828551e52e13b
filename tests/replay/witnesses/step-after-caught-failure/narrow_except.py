"""The fallback never runs: after a failed step this delivery takes no other, and each attempt charges again."""

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


def charge() -> str:
    LOG.append("charge")
    raise ValueError("card declined")


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    try:
        await context.run("charge", charge)
    except ValueError:
        await context.run("fallback", lambda: do("fallback"))
