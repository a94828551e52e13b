"""The function is passed."""

from dbos import DBOS

LOG: list[str] = []


def charge() -> int:
    LOG.append("charge")
    return 120


@DBOS.workflow()
def order() -> None:
    DBOS.run_step({"name": "reserve"}, lambda: None)
    DBOS.run_step({"name": "charge"}, charge)
