"""A crash rolls the first step's row back, and the recovery does not write it again."""

import sqlite3
from contextlib import closing

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order(database: str, items: list[str]) -> None:
    with closing(sqlite3.connect(database, check_same_thread=False)) as connection, connection:
        for number, item in enumerate(items):
            DBOS.run_step(
                {"name": f"insert-{number}"},
                lambda item=item: connection.execute("insert into orders values (?)", (item,)).rowcount,
            )
