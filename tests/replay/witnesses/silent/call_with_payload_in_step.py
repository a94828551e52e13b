"""With `context.call`, the payload is read in a step first: the callback's delivery has another payload."""

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
    payload = await context.run("get-payload", lambda: context.request_payload)
    response = await context.call(
        "notify", url="https://hooks.example.test/orders", method="POST", body={"order": payload["order_id"]}
    )
    if response.status != 200:
        raise RuntimeError(f"the hook answered {response.status}")
    await context.run("publish", lambda: fetch(payload["order_id"]))
