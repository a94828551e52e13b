"""An aware datetime means one moment."""

from datetime import datetime, timezone
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
    await context.sleep_until("tomorrow", datetime(2030, 1, 1, tzinfo=timezone.utc))
    await context.run("remind", lambda: do("remind"))
