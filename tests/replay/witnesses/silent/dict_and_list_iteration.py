"""Lists and dicts have one order in every process."""

from functools import partial
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
    await context.run("start", partial(fetch, "start"))
    prices = {"alpha": 1, "beta": 2}
    for index, item in enumerate(context.request_payload["items"]):
        await context.run(f"item-{index}", partial(fetch, item))
    for index, (name, price) in enumerate(prices.items()):
        await context.run(f"price-{index}", partial(fetch, f"{name} {price}"))
