"""The handler collects the recorded results."""

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
    results = []
    for number in range(3):
        results.append(await context.run(f"fetch-{number}", lambda: fetch(f"page {number}")))
    await context.run("publish", lambda: results)
