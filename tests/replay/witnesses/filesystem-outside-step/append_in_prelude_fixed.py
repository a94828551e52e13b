"""The line is written in a step, once."""

from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


def write_line(path: str) -> None:
    with open(path, "a", encoding="utf-8") as journal:
        journal.write("started\n")


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("journal", lambda: write_line(context.request_payload["file"]))
    await context.run("first", lambda: do("first"))
    await context.run("second", lambda: do("second"))
