"""The payload is recorded by the first step."""

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
    payload = await context.run("get-payload", lambda: context.request_payload)
    order_id = payload["order_id"]
    await context.call("hook", url="https://hooks.example.test", method="POST", body={"order": order_id})
    await context.run("done", lambda: do("done"))
