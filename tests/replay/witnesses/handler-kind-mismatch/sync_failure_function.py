"""FastAPI awaits what the failure function returns: it has run, and the answer is an error all the same."""

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


def on_failure(
    context: AsyncWorkflowContext[dict[str, Any]], status: int, message: str, headers: dict[str, str]
) -> None:
    do(message)


@serve.post("/work", failure_function=on_failure)
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("charge", charge)
