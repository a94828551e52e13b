"""A text that holds the number."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def batch(numbers: list[int]) -> None:
    for number in numbers:
        DBOS.run_step({"name": f"do-{number}"}, lambda number=number: LOG.append(number))
