"""Each step has its own transaction."""

import sqlite3
from contextlib import closing
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def insert(path: str, item: str) -> None:
    LOG.append(item)
    with closing(sqlite3.connect(path)) as database, database:
        database.execute("insert into orders values (?)", (item,))


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    path = context.request_payload["database"]
    await context.run("insert-alpha", lambda: insert(path, "alpha"))
    await context.run("insert-beta", lambda: insert(path, "beta"))
