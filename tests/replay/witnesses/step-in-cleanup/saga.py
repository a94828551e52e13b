"""The saga undoes what has not failed, as soon as the second step is left; its undo step fails, and so does the run."""

from collections.abc import Callable

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


class Saga:
    def __init__(self, context: AsyncWorkflowContext[dict]) -> None:
        self.context = context
        self.undo: list[Callable[[], None]] = []

    async def __aenter__(self) -> "Saga":
        return self

    async def __aexit__(self, kind: object, error: object, trace: object) -> bool:
        if error is not None:
            for place, function in enumerate(reversed(self.undo)):
                await self.context.run(f"undo-{place}", function)
        return False


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict]) -> None:
    async with Saga(context) as saga:
        await context.run("book", lambda: LOG.append("book"))
        saga.undo.append(lambda: LOG.append("undo"))
        await context.run("charge", lambda: LOG.append("charge"))
