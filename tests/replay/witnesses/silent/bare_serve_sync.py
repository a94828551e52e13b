"""`serve(fn)` gives a handler for any framework."""

from typing import Any

from upstash_workflow import WorkflowContext, serve

LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


def report(context: WorkflowContext[dict[str, Any]]) -> None:
    page = context.run("load", lambda: fetch("sales"))
    context.run("publish", lambda: fetch(page))


handler = serve(report)["handler"]
