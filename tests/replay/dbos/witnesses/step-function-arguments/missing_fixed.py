"""What follows the function is given to it."""

from dbos import DBOS

LOG: list[str] = []


def charge(amount: int, *, currency: str) -> str:
    LOG.append("charge")
    return f"{amount} {currency}"


@DBOS.workflow()
def order(amount: int) -> str:
    return DBOS.run_step({"name": "charge"}, charge, amount, currency="EUR")
