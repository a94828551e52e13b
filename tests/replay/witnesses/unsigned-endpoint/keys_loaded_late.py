"""The keys are loaded after the handler has been decorated, so it does not see them."""

import os
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
    await context.run("work", lambda: do("work"))


def load_settings() -> None:
    os.environ["QSTASH_CURRENT_SIGNING_KEY"] = "a signing key of thirty-two bytes"
    os.environ["QSTASH_NEXT_SIGNING_KEY"] = "another key that has thirty-two bytes"


load_settings()
