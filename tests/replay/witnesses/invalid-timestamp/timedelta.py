"""`sleep_until` takes a moment, not a span."""

from datetime import timedelta
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
    await context.sleep_until("tomorrow", timedelta(days=1))
    await context.run("remind", lambda: do("remind"))
