"""The program is run on every pass, seven times for two steps."""

import subprocess
import sys
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


def convert() -> None:
    LOG.append("convert")
    subprocess.run([sys.executable, "-S", "-c", ""], check=True)


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    convert()
    await context.run("first", lambda: do("first"))
    await context.run("second", lambda: do("second"))
