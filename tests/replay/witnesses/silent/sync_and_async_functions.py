"""Plain functions and coroutine functions are step functions alike."""

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


async def load() -> str:
    await asyncio.sleep(0)
    return fetch("sales")


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    first = await context.run("load", load)
    second = await context.run("fetch", lambda: fetch("stock"))
    await context.run("publish", lambda: [first, second])
