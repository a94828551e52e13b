"""A workflow called in a step: what stands before it has happened, the rest never does."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def credit() -> str:
    LOG.append("credit")
    return "credited"


@DBOS.step()
def move() -> str:
    LOG.append("debit")
    return credit()


@DBOS.workflow()
def transfer() -> str:
    return move()
