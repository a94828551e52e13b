"""Returning early counts as success: the run is over after one attempt, where three retries were due."""

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
        return
