"""Once the process has the rates, the step that loads them is left out, and the next one stands in its place."""

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


class Rates:
    def __init__(self) -> None:
        self._loaded: str | None = None

    async def loaded(self, context: AsyncWorkflowContext[dict[str, Any]]) -> str:
        if self._loaded is None:
            self._loaded = await context.run("load-rates", lambda: do("rates"))
        return self._loaded


rates = Rates()


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    loaded = await rates.loaded(context)
    await context.run("charge", lambda: do(f"charge {loaded}"))
    await context.run("confirm", lambda: do("confirm"))
