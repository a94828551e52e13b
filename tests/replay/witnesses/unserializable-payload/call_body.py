"""`json.dumps` rejects the body: each attempt fails and the call is never made."""

from datetime import datetime
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
    await context.run("prepare", lambda: do("prepare"))
    await context.call(
        "announce", url="https://hooks.example.test", method="POST", body={"at": datetime(2030, 1, 1)}
    )
