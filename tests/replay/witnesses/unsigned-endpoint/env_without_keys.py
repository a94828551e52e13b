"""`env` replaces the environment, signing keys included."""

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


@serve.post("/work", env={"QSTASH_TOKEN": "token"})
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    paid = await context.run("check-payment", lambda: False)
    if paid:
        await context.run("ship", lambda: do("ship"))
    await context.run("close", lambda: do("close"))
