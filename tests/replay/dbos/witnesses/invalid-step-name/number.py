"""A number is recorded as text, and is not equal to it on recovery."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def batch(numbers: list[int]) -> None:
    for number in numbers:
        DBOS.run_step({"name": number}, lambda number=number: LOG.append(number))
