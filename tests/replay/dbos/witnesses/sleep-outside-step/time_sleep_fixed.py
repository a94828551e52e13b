"""The time at which the sleep ends is recorded, and holds for the recovery, too."""

import time

from dbos import DBOS

LOG: list[float] = []


@DBOS.step()
def remind() -> None:
    pass


@DBOS.workflow()
def trial() -> None:
    DBOS.run_step({"name": "welcome"}, lambda: None)
    before = time.monotonic()
    DBOS.sleep(0.3)
    LOG.append(time.monotonic() - before)
    remind()
