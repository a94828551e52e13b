"""A helper that calls itself runs a step at each level."""

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


async def walk(context: AsyncWorkflowContext[dict[str, Any]], depth: int) -> int:
    if depth == 0:
        return 0
    here = await context.run(f"depth-{depth}", lambda: len(fetch(f"depth {depth}")))
    return here + await walk(context, depth - 1)


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    total = await walk(context, 3)
    await context.run("publish", lambda: total)
