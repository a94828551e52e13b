"""`try` and `with` inside a step see the real call and no abort."""

import sqlite3
from contextlib import closing
from sqlite3 import OperationalError
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


def connect(path: str) -> "closing[sqlite3.Connection]":
    return closing(sqlite3.connect(path))


@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict[str, Any]]) -> None:
    def read() -> dict[str, Any]:
        try:
            with connect(":memory:") as connection:
                row = connection.execute("select 40 + 2").fetchone()
                return {"ok": True, "answer": row[0]}
        except OperationalError as error:
            return {"ok": False, "error": str(error)}

    row = await context.run("read", read)
    await context.run("publish", lambda: fetch(f"answer {row['answer']}"))
