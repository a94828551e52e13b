"""The end of a block is reached once; a process that is killed does not reach it."""

from collections.abc import Iterator
from contextlib import contextmanager

from dbos import DBOS

LOG: list[str] = []


@contextmanager
def measured() -> Iterator[None]:
    LOG.append("enter")
    yield
    LOG.append("leave")


@DBOS.workflow()
def order() -> None:
    try:
        with measured():
            DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))
            DBOS.run_step({"name": "ship"}, lambda: LOG.append("ship"))
    finally:
        LOG.append("finally")
