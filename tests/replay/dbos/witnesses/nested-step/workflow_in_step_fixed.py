"""The workflow is called by the workflow."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def credit() -> str:
    LOG.append("credit")
    return "credited"


@DBOS.step()
def debit() -> None:
    LOG.append("debit")


@DBOS.workflow()
def transfer() -> str:
    debit()
    return credit()
