"""Every step has its own name."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def notify(who: str) -> str:
    LOG.append(who)
    return who


@serve.post("/alerts")
async def alert(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("notify", lambda: notify("owner"))
    await context.run("notify-2", lambda: notify("team"))
