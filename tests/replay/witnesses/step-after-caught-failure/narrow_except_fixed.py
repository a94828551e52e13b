"""The step catches its failure and returns it."""

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


def charge() -> str:
    LOG.append("charge")
    raise ValueError("card declined")


def try_charge() -> dict[str, Any]:
    try:
        return {"ok": True, "charge": charge()}
    except ValueError as error:
        return {"ok": False, "error": str(error)}


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    charged = await context.run("charge", try_charge)
    if not charged["ok"]:
        await context.run("fallback", lambda: do("fallback"))
