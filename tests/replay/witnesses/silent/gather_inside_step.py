"""Concurrency inside one step is the step's own affair."""

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
    async def fetch_all() -> list[str]:
        return list(await asyncio.gather(load("sales"), load("stock")))

    sources = await context.run("fetch-all", fetch_all)
    await context.run("publish", lambda: fetch(sources[0]))
