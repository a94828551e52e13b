"""The step returns what the workflow takes over."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def bill() -> tuple[int, list[str]]:
    total = DBOS.run_step({"name": "add"}, lambda: 120)
    lines = DBOS.run_step({"name": "list"}, lambda: ["tea"])
    DBOS.run_step({"name": "print"}, lambda: LOG.append("print"))
    return total, lines
