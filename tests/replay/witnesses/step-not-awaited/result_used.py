"""The result of a step that is not awaited is a coroutine."""

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
    first = context.run("welcome", lambda: [mail("welcome")])
    await context.run("tips", lambda: mail(first[0]))
