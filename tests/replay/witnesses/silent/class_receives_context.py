"""A class that holds the context runs steps in its methods."""

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


class Reporter:
    def __init__(self, context: AsyncWorkflowContext[dict[str, Any]]) -> None:
        self.context = context

    async def page(self, number: int) -> str:
        return await self.context.run(f"fetch-{number}", lambda: fetch(f"page {number}"))

    async def publish(self, pages: list[str]) -> None:
        await self.context.run("publish", lambda: pages)


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    reporter = Reporter(context)
    pages = [await reporter.page(1), await reporter.page(2)]
    await reporter.publish(pages)
