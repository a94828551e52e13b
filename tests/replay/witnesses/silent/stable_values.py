"""Seeded generators, `uuid5` and the `hash` of an int are the same in every process."""

import random
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


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    order_id = context.request_payload["order_id"]
    stable_id = uuid.uuid5(uuid.NAMESPACE_URL, order_id)
    dice = random.Random(7)
    bucket = hash(42) % 8
    picked = dice.choice(["alpha", "beta"])
    roll = dice.randint(1, 6)
    await context.run(f"load-{stable_id}", lambda: fetch(f"{picked} {bucket}"))
    await context.run("publish", lambda: [roll, str(stable_id)])
