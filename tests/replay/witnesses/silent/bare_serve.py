"""`async_serve(fn)` gives a handler for any framework."""

from typing import Any

from upstash_workflow import AsyncWorkflowContext, async_serve

LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: fetch("sales"))
    await context.run("publish", lambda: fetch(page))


handler = async_serve(report)["handler"]
