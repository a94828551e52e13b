"""A datetime without a zone means another moment on a server in another zone."""

from datetime import datetime
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
    await context.sleep_until("tomorrow", datetime(2030, 1, 1))
    await context.run("remind", lambda: do("remind"))
