"""A loop that ends when a recorded result says so."""

from functools import partial
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


def is_done(attempt: int) -> bool:
    LOG.append(f"attempt {attempt}")
    return attempt == 2


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    attempt = 0
    while not await context.run(f"poll-{attempt}", partial(is_done, attempt)):
        await context.sleep(f"wait-{attempt}", 30)
        attempt += 1
    await context.run("publish", lambda: fetch("publish"))
