"""The exit stack calls the function that runs a step while another step is being recorded."""

import contextlib

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    async def release() -> None:
        await context.run("release", lambda: LOG.append("release"))

    async with contextlib.AsyncExitStack() as stack:
        stack.push_async_callback(release)
        await context.run("charge", lambda: LOG.append("charge"))
