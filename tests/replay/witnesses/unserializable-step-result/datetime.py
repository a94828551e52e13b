"""The step has done its work when `json.dumps` rejects its result, so each attempt does it again."""

from datetime import datetime, timezone
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def charge() -> datetime:
    LOG.append("charge")
    return datetime.now(timezone.utc)


@serve.post("/charge")
async def checkout(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    charged_at = await context.run("charge", charge)
    await context.run("receipt", lambda: f"charged at {charged_at}")
