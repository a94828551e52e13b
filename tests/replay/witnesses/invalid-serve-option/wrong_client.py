"""FastAPI needs the async client."""

from typing import Any

from fastapi import FastAPI
from qstash import QStash
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.post("/work", qstash_client=QStash("token"))
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run("work", lambda: do("work"))
