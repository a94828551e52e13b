"""Seven lines from the prelude, two from between two steps, one from after them."""

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


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    print("prelude")
    await context.run("first", lambda: do("first"))
    print("between")
    await context.run("second", lambda: do("second"))
    print("after")
