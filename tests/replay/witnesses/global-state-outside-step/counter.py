"""A counter of the module goes up twice with every delivery."""

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


state = {"runs": 0}


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    state["runs"] += 1
    number = state["runs"]
    await context.run("first", lambda: do(f"first {number}"))
    await context.run("second", lambda: do(f"second {number}"))
