"""The hook is called in a step, once."""

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


def call_hook(url: str, order_id: str) -> int:
    return httpx.post(url, json={"order": order_id}).status_code


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run(
        "hook", lambda: call_hook(context.request_payload["hook"], context.request_payload["order_id"])
    )
    await context.run("first", lambda: do("first"))
    await context.run("second", lambda: do("second"))
