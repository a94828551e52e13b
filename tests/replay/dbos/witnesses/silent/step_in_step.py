"""A step that is called in a step is a plain call and part of it."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def debit() -> None:
    LOG.append("debit")


@DBOS.step()
def move() -> str:
    debit()
    return DBOS.run_step({"name": "credit"}, lambda: LOG.append("credit") or "credited")


@DBOS.workflow()
def transfer() -> str:
    moved = move()
    DBOS.run_step({"name": "report"}, lambda: LOG.append("report"))
    return moved
