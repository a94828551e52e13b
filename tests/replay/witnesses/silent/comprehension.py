"""Steps in a list comprehension run one after the other."""

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


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    pages = [await context.run(f"fetch-{number}", partial(fetch, f"page {number}")) for number in range(3)]
    by_number = {
        number: await context.run(f"check-{number}", partial(fetch, f"check {number}")) for number in range(2)
    }
    await context.run("publish", lambda: [pages, list(by_number.values())])
