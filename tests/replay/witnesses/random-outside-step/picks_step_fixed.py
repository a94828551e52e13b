"""The coin is thrown once, in a step of its own."""

import random
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def send(kind: str) -> str:
    LOG.append(kind)
    return kind


@serve.post("/campaign")
async def campaign(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    coin = await context.run("get-coin", random.random)
    if coin < 0.5:
        await context.run("send-offer-a", lambda: send("a"))
    else:
        await context.run("send-offer-b", lambda: send("b"))
    await context.run("record", lambda: send("record"))
