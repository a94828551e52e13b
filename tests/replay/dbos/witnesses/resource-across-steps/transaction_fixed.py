"""A connection for each step."""

import sqlite3
from contextlib import closing

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def insert(database: str, item: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("insert into orders values (?)", (item,))


@DBOS.workflow()
def order(database: str, items: list[str]) -> None:
    for item in items:
        insert(database, item)
