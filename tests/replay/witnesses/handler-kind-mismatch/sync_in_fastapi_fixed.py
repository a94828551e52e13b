"""An async handler."""

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
async def work(context: AsyncWorkflowContext) -> None:
    await context.run("work", lambda: LOG.append("work"))
