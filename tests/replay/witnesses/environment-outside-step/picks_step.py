"""A deploy changes the variable while the run is in flight: the recorded step is not asked for."""

import os
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


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    if os.environ.get("NEW_PRICES") == "on":
        price = await context.run("new-price", lambda: do("new"))
    else:
        price = await context.run("old-price", lambda: do("old"))
    await context.run("charge", lambda: do(price))
