"""What the exit stack has entered swallows the end of the delivery, and the next step fails."""

import contextlib

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    with contextlib.ExitStack() as stack:
        stack.enter_context(contextlib.suppress(Exception))
        await context.run("charge", lambda: LOG.append("charge"))
    await context.run("ship", lambda: LOG.append("ship"))
