"""A helper that receives the context runs steps on the handler's behalf."""

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


async def fetch_page(context: AsyncWorkflowContext[dict[str, Any]], number: int) -> str:
    return await context.run(f"fetch-{number}", lambda: fetch(f"page {number}"))


async def fetch_two(context: AsyncWorkflowContext[dict[str, Any]]) -> list[str]:
    first = await fetch_page(context, 1)
    second = await fetch_page(context, 2)
    return [first, second]


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    pages = await fetch_two(context)
    await context.run("publish", lambda: pages)
