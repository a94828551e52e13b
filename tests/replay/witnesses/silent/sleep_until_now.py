"""The argument is read when the step is submitted and never again."""

import time
from datetime import datetime, timedelta, timezone
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
    await context.run("ask", lambda: fetch("ask"))
    await context.sleep_until("in-an-hour", time.time() + 3600)
    await context.sleep_until("tomorrow", datetime.now(timezone.utc) + timedelta(days=1))
    await context.run("remind", lambda: fetch("remind"))
