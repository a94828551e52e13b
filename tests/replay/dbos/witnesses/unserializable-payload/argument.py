"""And so are its arguments: the workflow is not started."""

from collections.abc import Callable

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order(done: Callable[[], None]) -> None:
    LOG.append("order")


def start() -> None:
    DBOS.start_workflow(order, lambda: None)
