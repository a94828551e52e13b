"""A counter in the module begins anew in the process that recovers."""

import itertools

from dbos import DBOS

LOG: list[str] = []
NUMBERS = itertools.count(1)


@DBOS.workflow()
def invoice() -> None:
    number = next(NUMBERS)
    DBOS.run_step({"name": f"write-{number}"}, lambda: LOG.append(f"write-{number}"))
    DBOS.run_step({"name": f"send-{number}"}, lambda: LOG.append(f"send-{number}"))


def start() -> None:
    next(NUMBERS)
    DBOS.start_workflow(invoice)
