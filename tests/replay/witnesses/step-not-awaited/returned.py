"""`return context.run(...)` hands the coroutine to the SDK, which discards a handler's result."""

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
async def onboard(context: AsyncWorkflowContext[dict[str, Any]]) -> Any:
    await context.run("welcome", lambda: mail("welcome"))
    return context.run("survey", lambda: mail("survey"))
