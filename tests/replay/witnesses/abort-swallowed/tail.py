"""The abort of the last step is swallowed: the run is deleted in the delivery that submits the step."""

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
    await context.run("price", lambda: do("price"))
    try:
        await context.run("charge", lambda: do("charge"))
    except Exception:
        LOG.append("caught")
