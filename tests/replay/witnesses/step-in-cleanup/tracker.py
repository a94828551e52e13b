"""What a generator does in `finally` starts while the step in its block is being recorded."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@contextlib.asynccontextmanager
async def tracked(context: AsyncWorkflowContext[dict]) -> AsyncIterator[None]:
    await context.run("begin", lambda: LOG.append("begin"))
    try:
        yield
    finally:
        await context.run("end", lambda: LOG.append("end"))


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    async with tracked(context):
        await context.run("charge", lambda: LOG.append("charge"))
