"""Clock, random numbers and identities inside a step are recorded with its result."""

import os
import random
import time
import uuid
from datetime import datetime, timezone
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
    def stamp() -> dict[str, Any]:
        return {
            "id": str(uuid.uuid4()),
            "at": time.time(),
            "day": datetime.now(timezone.utc).date().isoformat(),
            "worker": os.getpid(),
            "lucky": random.randint(1, 6),
        }

    stamped = await context.run("stamp", stamp)
    await context.run("store", lambda: fetch(stamped["id"]))
