"""The abort of the first step is swallowed: it is done again at each attempt and the second never runs."""

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
    await context.run("prepare", lambda: do("prepare"))
    try:
        price = await context.run("price", lambda: do("price"))
    except Exception:
        price = "fallback"
    await context.run("charge", lambda: do(f"charge {price}"))
