"""Every run loads the rates in a step of its own."""

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
    loaded = await context.run("load-rates", lambda: do("rates"))
    await context.run("charge", lambda: do(f"charge {loaded}"))
    await context.run("confirm", lambda: do("confirm"))
