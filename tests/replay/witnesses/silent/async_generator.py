"""Steps in an async generator that the handler goes through."""

from collections.abc import AsyncIterator
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
    async def pages() -> AsyncIterator[str]:
        for number in range(2):
            yield await context.run(f"fetch-{number}", partial(fetch, f"page {number}"))

    found = []
    async for page in pages():
        found.append(page)
    await context.run("publish", lambda: found)
