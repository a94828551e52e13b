"""When the timeout fires the step is cut off and done again at each attempt; the handler can run no other."""

import asyncio
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


async def slow() -> None:
    LOG.append("slow")
    await asyncio.sleep(1)


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    try:
        await asyncio.wait_for(context.run("slow", slow), timeout=0.01)
    except (TimeoutError, asyncio.TimeoutError):
        await context.run("fallback", lambda: do("fallback"))
