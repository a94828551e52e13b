"""A workflow that hands on to a plain function."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def pack() -> None:
    LOG.append("pack")


@DBOS.step()
def ship() -> None:
    LOG.append("ship")


def _order(item: str) -> str:
    pack()
    ship()
    return item


@DBOS.workflow(name="order")
def order(item: str) -> str:
    return _order(item)
