"""A partial has no name that could be the step's."""

import functools

from dbos import DBOS

LOG: list[str] = []


def charge(amount: int) -> None:
    LOG.append("charge")


@DBOS.workflow()
def order() -> None:
    DBOS.run_step({}, functools.partial(charge, 120))
