"""A recovery is another process, with another id."""

import os

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def clean() -> None:
    LOG.append("clean")


@DBOS.step()
def tidy() -> None:
    LOG.append("tidy")


@DBOS.workflow()
def housekeeping(first: int) -> None:
    if os.getpid() != first:
        tidy()
    clean()


def start() -> None:
    DBOS.start_workflow(housekeeping, os.getpid())
