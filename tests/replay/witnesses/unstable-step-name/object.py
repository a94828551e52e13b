"""The name shows where the object lies in memory: in the next process that is somewhere else."""

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


class Worker:
    pass


KEPT: list[Worker] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    worker = Worker()
    KEPT.append(worker)  # so that the next one cannot lie in its place
    await context.run(f"first-{worker}", lambda: do("first"))
    await context.run("second", lambda: do("second"))
