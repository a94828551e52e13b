"""What a step changes around it is not changed where the step is replayed."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def bill() -> tuple[int, list[str]]:
    total = 0
    lines: list[str] = []

    def add() -> None:
        nonlocal total
        total += 120
        lines.append("tea")

    DBOS.run_step({"name": "add"}, add)
    DBOS.run_step({"name": "print"}, lambda: LOG.append("print"))
    return total, lines
