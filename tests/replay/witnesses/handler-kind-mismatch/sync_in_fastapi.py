"""FastAPI's `serve.post` takes async handlers only."""

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


@serve.post("/work")
def work(context: AsyncWorkflowContext) -> None:
    context.run("work", lambda: LOG.append("work"))
