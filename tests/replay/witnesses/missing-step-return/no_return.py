"""The step function returns nothing, and nothing is recorded."""

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


def load() -> None:
    user = {"name": "ada"}
    do(user["name"])


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    user = await context.run("load", load)
    await context.run("greet", lambda: f"hello {user['name']}")
