"""Numbers are seconds since 1970: milliseconds lie some fifty thousand years ahead."""

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
    await context.sleep_until("tomorrow", 1893456000000)
    await context.run("remind", lambda: do("remind"))
