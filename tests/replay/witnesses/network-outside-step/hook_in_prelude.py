"""The hook is called on every pass, seven times for two steps."""

from typing import Any

import httpx
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
    httpx.post(context.request_payload["hook"], json={"order": context.request_payload["order_id"]})
    await context.run("first", lambda: do("first"))
    await context.run("second", lambda: do("second"))
