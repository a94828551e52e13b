"""Whoever finds a workflow by its name finds the last of that name: a recovery goes on with the other function."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.workflow(name="order")
def order() -> str:
    charge()
    return "ordered"


@DBOS.workflow(name="order")
def reorder() -> str:
    charge()
    return "reordered"


def start() -> None:
    DBOS.start_workflow(order)
