"""A lambda over the loop's variable is called while the loop still stands at it."""

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
    for index, item in enumerate(context.request_payload["items"]):
        await context.run(f"item-{index}", lambda: fetch(item))
    await context.run("publish", lambda: fetch("publish"))
