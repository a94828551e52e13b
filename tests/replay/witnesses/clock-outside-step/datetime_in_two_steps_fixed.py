"""The instant is recorded once, as text that JSON carries, and is a datetime again after it."""

from datetime import datetime, timedelta, timezone
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def note(document: str, due: datetime) -> str:
    LOG.append(document)
    return due.isoformat()


@serve.post("/invoices")
async def invoice(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    now = datetime.fromisoformat(await context.run("get-now", lambda: datetime.now(timezone.utc).isoformat()))
    due = now + timedelta(days=30)
    await context.run("send-receipt", lambda: note("receipt", due))
    await context.run("plan-reminder", lambda: note("reminder", due))
