"""A step's failure is recorded like a result, so another way may be tried after it."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def pay_by_card() -> None:
    LOG.append("card")
    raise ValueError("declined")


@DBOS.step()
def pay_by_bank() -> str:
    LOG.append("bank")
    return "paid"


@DBOS.step()
def ship() -> str:
    LOG.append("ship")
    return "shipped"


@DBOS.workflow()
def order() -> str:
    try:
        paid = pay_by_card()
    except ValueError:
        paid = pay_by_bank()
    return f"{paid}, {ship()}"
