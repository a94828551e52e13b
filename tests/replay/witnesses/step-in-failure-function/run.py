"""A step in the failure function runs, is submitted into the failed run, and its abort is answered as an error."""

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


def charge() -> str:
    raise ValueError("card declined")


async def on_failure(
    context: AsyncWorkflowContext[dict[str, Any]], status: int, message: str, headers: dict[str, str]
) -> None:
    await context.run("refund", lambda: do("refund"))


@serve.post("/work", failure_function=on_failure)
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("charge", charge)
