"""A namedtuple comes back as a list, which has no such attribute."""

from typing import Any, NamedTuple

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def do(what: str) -> str:
    LOG.append(what)
    return what


class User(NamedTuple):
    name: str
    age: int


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    user = await context.run("load", lambda: User("ada", 36))
    await context.run("greet", lambda: f"hello {user.name}")
