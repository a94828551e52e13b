"""The number of the process is part of a name, and the next delivery is answered by another process."""

import uuid
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []
RUN = uuid.uuid4().hex


def do(what: str) -> str:
    LOG.append(what)
    return what


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await context.run(f"first-{RUN}", lambda: do("first"))
    await context.run("second", lambda: do("second"))
