"""`functools.partial` binds a step function's arguments."""

from functools import partial
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
    page = await context.run("load", partial(fetch, "sales"))
    await context.run("publish", partial(fetch, source=page))
