"""`Serve(APIRouter())` serves handlers through a router."""

from typing import Any

from fastapi import APIRouter, FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

router = APIRouter(prefix="/workflows")
serve = Serve(router)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    page = await context.run("load", lambda: fetch("sales"))
    await context.run("publish", lambda: fetch(page))


app = FastAPI()
app.include_router(router)
