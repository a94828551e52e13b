"""The function lacks an argument; the complaint is recorded as the step's failure."""

from dbos import DBOS

LOG: list[str] = []


def charge(amount: int) -> int:
    LOG.append("charge")
    return amount


@DBOS.workflow()
def order(amount: int) -> int:
    return DBOS.run_step({"name": "charge"}, charge)
