"""The guard turns the delivery away that brings the answer."""

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
    order_id = context.request_payload.get("order_id")
    if not order_id:
        return
    await context.call("hook", url="https://hooks.example.test", method="POST", body={"order": order_id})
    await context.run("done", lambda: do("done"))
