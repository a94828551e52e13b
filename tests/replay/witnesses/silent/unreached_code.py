"""Code that no workflow reaches is none of wflint's business."""

import random
import time
import uuid
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


def new_session() -> dict[str, Any]:
    time.sleep(0.01)
    return {"id": str(uuid.uuid4()), "started": time.time(), "salt": random.random()}


@app.get("/session")
async def session() -> dict[str, Any]:
    return new_session()


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: fetch("sales"))
    await context.run("publish", lambda: fetch(page))
