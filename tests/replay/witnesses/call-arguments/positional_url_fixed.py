"""The URL by name."""

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
    order = await context.run("get-payload", lambda: context.request_payload)
    await context.call("hook", url="https://hooks.example.test")
    await context.run("done", lambda: do(order["order_id"]))
