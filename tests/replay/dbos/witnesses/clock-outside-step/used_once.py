"""A time that one step gets is the time of the pass that the step happens to run in."""

import time

from dbos import DBOS

LOG: list[float] = []


@DBOS.step()
def reserve() -> None:
    pass


@DBOS.step()
def stamp(received: float) -> float:
    return received


@DBOS.workflow()
def claim() -> None:
    received = time.time()
    LOG.append(received)
    reserve()
    stamp(received)
