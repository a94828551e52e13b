"""Each delivery is a message of its own, and its id is part of a step's name."""

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
    message = context.headers["upstash-message-id"]
    await context.run(f"charge-{message}", lambda: do("charge"))
    await context.run("ship", lambda: do("ship"))
