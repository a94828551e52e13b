"""The transaction is rolled back whenever a pass ends with an abort: both rows are lost."""

import sqlite3
from contextlib import closing
from typing import Any

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve

app = FastAPI()
serve = Serve(app)
LOG: list[str] = []


def insert(database: sqlite3.Connection, item: str) -> None:
    LOG.append(item)
    database.execute("insert into orders values (?)", (item,))


@serve.post("/work")
async def work(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    with closing(sqlite3.connect(context.request_payload["database"])) as database, database:
        await context.run("insert-alpha", lambda: insert(database, "alpha"))
        await context.run("insert-beta", lambda: insert(database, "beta"))
