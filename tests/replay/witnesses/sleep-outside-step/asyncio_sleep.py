"""The pause before the first step is made on every pass, five times for a single step."""

import asyncio
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


async def pause() -> None:
    LOG.append("pause")
    await asyncio.sleep(0.001)


@serve.post("/retry-later")
async def later(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    await pause()
    await context.run("work", lambda: "done")
