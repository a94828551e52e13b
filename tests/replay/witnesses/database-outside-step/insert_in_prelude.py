"""The row is inserted on every pass, seven times for two steps."""

import sqlite3
from contextlib import closing
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


def insert(path: str, item: str) -> None:
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("insert into orders values (?)", (item,))


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    insert(context.request_payload["database"], "alpha")
    await context.run("first", lambda: do("first"))
    await context.run("second", lambda: do("second"))
