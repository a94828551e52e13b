"""An `async def` inside the handler that the handler awaits."""

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
    async def page(number: int) -> str:
        return await context.run(f"fetch-{number}", lambda: fetch(f"page {number}"))

    pages = [await page(1), await page(2)]
    await context.run("publish", lambda: pages)
