"""Steps in the branches of a `match` over the payload."""

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
    match context.request_payload:
        case {"amount": int(amount)} if amount > 100:
            price = await context.run("big", lambda: fetch(f"big {amount}"))
        case {"amount": amount}:
            price = await context.run("small", lambda: fetch(f"small {amount}"))
        case _:
            price = await context.run("none", lambda: fetch("none"))
    await context.run("publish", lambda: price)
