"""`model_dump(mode="json")` gives plain JSON data."""

from datetime import datetime, timezone
from typing import Any

from fastapi import FastAPI
from pydantic import BaseModel
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


class Receipt(BaseModel):
    number: str
    issued_at: datetime


def issue() -> Receipt:
    LOG.append("issue")
    return Receipt(number="r-1", issued_at=datetime(2030, 1, 1, tzinfo=timezone.utc))


@serve.post("/receipts")
async def receipts(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("issue", lambda: issue().model_dump(mode="json"))
