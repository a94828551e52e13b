"""A bound method as the handler."""

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


class Reports:
    def __init__(self, source: str) -> None:
        self.source = source

    async def report(self, context: AsyncWorkflowContext[dict[str, Any]]) -> None:
        page = await context.run("load", lambda: fetch(self.source))
        await context.run("publish", lambda: fetch(page))


serve.post("/report")(Reports("sales").report)
