"""What is done in a delivery that is no retry is missing in one that is."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    if LOG.count("charge") == 1 and what == "charge":
        raise ValueError("declined")
    return what


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    if context.headers["upstash-retried"] == "0":
        await context.run("note", lambda: do("note"))
    await context.run("charge", lambda: do("charge"))
