"""Steps in ternaries, `and`, `or` and behind a walrus, decided by recorded results."""

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
    big = await context.run("is-big", lambda: context.request_payload["amount"] > 100)
    kind = (
        await context.run("big", lambda: fetch("big"))
        if big
        else await context.run("small", lambda: fetch("small"))
    )
    checked = big and await context.run("check", lambda: fetch("check"))
    fallback = await context.run("empty", lambda: "") or await context.run(
        "fallback", lambda: fetch("fallback")
    )
    if (found := await context.run("find", lambda: fetch("find"))) == "FIND":
        await context.run("publish", lambda: [kind, checked, fallback, found])
