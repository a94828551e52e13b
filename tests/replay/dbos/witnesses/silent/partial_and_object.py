"""Functions that have no name of their own, with one given; and arguments after the function."""

import functools

from dbos import DBOS

LOG: list[str] = []


class Adder:
    def __call__(self, number: int) -> int:
        return number + 1


def times(left: int, right: int) -> int:
    return left * right


@DBOS.workflow()
def sums() -> list[int]:
    return [
        DBOS.run_step({"name": "double"}, functools.partial(times, 2), 3),
        DBOS.run_step({"name": "add"}, Adder(), 3),
        DBOS.run_step({"name": "times"}, times, 3, right=4),
    ]
