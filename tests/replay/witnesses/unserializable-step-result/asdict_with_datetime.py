"""`asdict` keeps a nested datetime as it is, and `json.dumps` rejects it."""

from dataclasses import asdict, dataclass
from datetime import datetime, timezone
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@dataclass
class Visit:
    page: str
    at: datetime


def visit() -> Visit:
    LOG.append("visit")
    return Visit("home", datetime(2030, 1, 1, tzinfo=timezone.utc))


@serve.post("/visits")
async def visits(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("visit", lambda: asdict(visit()))
