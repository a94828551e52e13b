"""The payload is the same in every delivery, so names may be made of it."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    order_id = context.request_payload["order_id"]
    await context.run(f"load-{order_id}", lambda: fetch(order_id))
    await context.run(f"publish-{order_id}", lambda: fetch("publish"))
