"""The first pass gets the very list that it gave; a recovery gets a copy, and its own stays as it was."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def add_shipping(lines: list[str]) -> list[str]:
    lines.append("shipping")
    return lines


@DBOS.workflow()
def bill() -> list[str]:
    lines = ["tea"]
    add_shipping(lines)
    DBOS.run_step({"name": "print"}, lambda: LOG.append("print"))
    return lines
