"""Transactions of a datasource are steps: what they have written stays written, and is not written again."""

import os
import sqlite3

from dbos import DBOS, SQLAlchemyDatasource, StepOptions
from sqlalchemy import text

LOG: list[str] = []
PATH = os.environ["SHOP"]

with sqlite3.connect(PATH) as shop:
    shop.execute("create table if not exists orders (item text)")

orders = SQLAlchemyDatasource.create(f"sqlite:///{PATH}")


@orders.transaction()
def book(item: str) -> str:
    LOG.append(f"book {item}")
    orders.sql_session().execute(text("insert into orders values (:item)"), {"item": item})
    return item


@orders.transaction
def count() -> int:
    LOG.append("count")
    return orders.sql_session().execute(text("select count(*) from orders")).scalar_one()


def note(item: str) -> None:
    LOG.append(f"note {item}")


@DBOS.step()
def book_both(first: str, second: str) -> None:
    book(first)
    orders.run_tx_step({"name": "book-second"}, book, second)


@DBOS.workflow()
def order() -> int:
    book("tea")
    orders.run_tx_step({"name": "book-milk"}, book, "milk")
    book_both("bread", "salt")
    DBOS.run_step(StepOptions(name="note"), note, "done")
    return count()
