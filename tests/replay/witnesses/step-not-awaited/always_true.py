"""A step that is not awaited is always true as a condition, whatever it would have returned."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def mail(kind: str) -> str:
    LOG.append(kind)
    return kind


@serve.post("/onboarding")
async def onboard(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    if context.run("wants-mail", lambda: False):
        await context.run("tips", lambda: mail("tips"))
    await context.run("done", lambda: mail("done"))
