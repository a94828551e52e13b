"""The session is opened on every pass and committed in the last one only."""

from collections.abc import Iterator
from contextlib import contextmanager
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


@contextmanager
def session() -> Iterator[None]:
    LOG.append("open")
    try:
        yield
    except BaseException:
        LOG.append("rollback")
        raise
    LOG.append("commit")


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    with session():
        await context.run("first", lambda: do("first"))
        await context.run("second", lambda: do("second"))
