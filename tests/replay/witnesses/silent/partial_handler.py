"""A partial as the handler, and an extra parameter with a default."""

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


async def report(context: AsyncWorkflowContext[dict[str, Any]], source: str = "stock") -> None:
    page = await context.run("load", lambda: fetch(source))
    await context.run("publish", lambda: fetch(page))


serve.post("/report")(partial(report, source="sales"))
