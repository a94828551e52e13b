"""Only one of the two steps can run in one run, so they may share a name."""

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
    if context.request_payload["amount"] > 100:
        price = await context.run("price", lambda: fetch("gross"))
    else:
        price = await context.run("price", lambda: fetch("net"))
    await context.run("publish", lambda: price)
