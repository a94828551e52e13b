"""The variable is read once, in a step."""

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
    switch = await context.run("get-new-prices", lambda: os.environ.get("NEW_PRICES"))
    if switch == "on":
        price = await context.run("new-price", lambda: do("new"))
    else:
        price = await context.run("old-price", lambda: do("old"))
    await context.run("charge", lambda: do(price))
