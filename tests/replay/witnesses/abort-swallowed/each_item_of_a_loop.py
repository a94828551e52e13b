"""Only the first item is done: the run is deleted in the delivery that submits its step."""

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
    await context.run("prepare", lambda: do("prepare"))
    for index, item in enumerate(context.request_payload["items"]):
        try:
            await context.run(f"item-{index}", lambda: do(item))
        except Exception:
            continue
