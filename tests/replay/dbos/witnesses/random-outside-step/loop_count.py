"""The recovery draws a smaller number and ends early, as if all were well."""

import random

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def sample() -> int:
    size = round(4 * random.random())
    for number in range(size):
        DBOS.run_step({"name": f"take-{number}"}, lambda number=number: LOG.append(f"take-{number}"))
    return size
