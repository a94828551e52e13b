"""A default argument binds the item where the function is made."""

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
    jobs = []
    for item in context.request_payload["items"]:
        jobs.append(lambda item=item: do(item))
    for index, job in enumerate(jobs):
        await context.run(f"job-{index}", job)
