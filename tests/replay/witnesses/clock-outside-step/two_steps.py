"""The order and its invoice carry different times: the clock is read again on every delivery."""

import time
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def stamped(document: str, at: float) -> dict[str, Any]:
    LOG.append(document)
    return {"document": document, "at": at}


@serve.post("/orders")
async def fulfil(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    now = time.time()
    await context.run("create-order", lambda: stamped("order", now))
    await context.run("create-invoice", lambda: stamped("invoice", now))
