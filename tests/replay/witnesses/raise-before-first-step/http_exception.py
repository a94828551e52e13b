"""The caller gets a 500 and not the 403."""

from typing import Any

from fastapi import FastAPI, HTTPException
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
    if context.request_payload["amount"] > 100:
        raise HTTPException(403, "nope")
    await context.run("charge", lambda: do("charge"))
