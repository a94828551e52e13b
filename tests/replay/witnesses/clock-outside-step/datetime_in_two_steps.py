"""Reminder and receipt disagree about the due date's instant: `datetime.now` is read on every delivery."""

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
    due = datetime.now(timezone.utc) + timedelta(days=30)
    await context.run("send-receipt", lambda: note("receipt", due))
    await context.run("plan-reminder", lambda: note("reminder", due))
