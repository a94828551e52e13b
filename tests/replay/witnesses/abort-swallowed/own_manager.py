"""The context manager takes the end of the delivery for a failure, and the next step fails."""

import contextlib
from collections.abc import AsyncIterator

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@contextlib.asynccontextmanager
async def reported() -> AsyncIterator[None]:
    try:
        yield
    except Exception:
        LOG.append("failed")


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    async with reported():
        await context.run("charge", lambda: LOG.append("charge"))
    await context.run("ship", lambda: LOG.append("ship"))
