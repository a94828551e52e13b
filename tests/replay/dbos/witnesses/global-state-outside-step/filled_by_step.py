"""A step fills a list of the module; where the step is replayed, the list stays empty."""

from dbos import DBOS

LOG: list[str] = []
PAID: list[str] = []


@DBOS.step()
def pay(order: str) -> None:
    LOG.append(order)
    PAID.append(order)


@DBOS.workflow()
def pay_all(orders: list[str]) -> list[str]:
    for order in orders:
        pay(order)
    return list(PAID)
