"""A served handler's parameter is the context, annotated or not."""

from fastapi import FastAPI
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def fetch(source: str) -> str:
    LOG.append(source)
    return source.upper()


@serve.post("/report")
async def report(context):
    page = await context.run("load", lambda: fetch("sales"))
    await context.run("publish", lambda: fetch(page))
