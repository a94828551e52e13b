"""The function takes no argument."""

from dbos import DBOS

LOG: list[str] = []


def charge() -> int:
    LOG.append("charge")
    return 120


@DBOS.workflow()
def order(amount: int) -> int:
    return DBOS.run_step({"name": "charge"}, charge, amount)
