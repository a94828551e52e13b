"""A date has no time of day, and no `timestamp`."""

from datetime import date
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
    await context.sleep_until("tomorrow", date(2030, 1, 1))
    await context.run("remind", lambda: do("remind"))
