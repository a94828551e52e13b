"""A sampled early return ends the run: it counts as completed and no step has run."""

import random
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def send(kind: str) -> str:
    LOG.append(kind)
    return kind


@serve.post("/survey")
async def survey(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    if random.random() < 0.5:
        return
    await context.run("invite", lambda: send("invite"))
