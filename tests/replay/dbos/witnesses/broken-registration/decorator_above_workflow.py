"""The decorator above the workflow runs where the function is called by hand, but no start and no recovery runs it."""

import functools
from collections.abc import Callable

from dbos import DBOS

LOG: list[str] = []


def audited(function: Callable[[], str]) -> Callable[[], str]:
    @functools.wraps(function)
    def wrapper() -> str:
        LOG.append("audit")
        return function()

    return wrapper


@DBOS.step()
def charge() -> None:
    LOG.append("charge")


@DBOS.step()
def ship() -> None:
    LOG.append("ship")


@audited
@DBOS.workflow()
def order() -> str:
    charge()
    ship()
    return "ordered"


def start(how: str) -> None:
    if how == "by hand":
        order()
    else:
        DBOS.start_workflow(order)
