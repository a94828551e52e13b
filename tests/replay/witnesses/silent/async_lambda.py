"""A lambda that returns a coroutine is awaited by the SDK."""

import asyncio
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


async def load(source: str) -> str:
    await asyncio.sleep(0)
    return fetch(source)


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: load("sales"))
    await context.run("publish", lambda: fetch(page))
