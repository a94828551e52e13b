"""The SDK calls a handler with the context."""

from fastapi import FastAPI
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work() -> None:
    LOG.append("work")
