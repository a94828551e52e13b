"""A wrapper without `functools.wraps` gives its own name to all workflows behind it."""

from collections.abc import Callable

from dbos import DBOS

LOG: list[str] = []


def counted(function: Callable[[], str]) -> Callable[[], str]:
    def wrapper() -> str:
        return function()

    return wrapper


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.workflow()
@counted
def order() -> str:
    charge()
    return "ordered"


@DBOS.workflow()
@counted
def reorder() -> str:
    charge()
    return "reordered"


def start() -> None:
    DBOS.start_workflow(order)
