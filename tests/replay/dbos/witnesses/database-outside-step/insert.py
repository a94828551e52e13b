"""The order is entered once a pass."""

import sqlite3
from contextlib import closing

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.step()
def ship() -> None:
    LOG.append("ship")


@DBOS.workflow()
def order(database: str, item: str) -> None:
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("insert into orders values (?)", (item,))
    charge()
    ship()
