"""A time that only the workflow's result has: no step depends on it."""

import time

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> bool:
    started = time.time()
    DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))
    DBOS.run_step({"name": "ship"}, lambda: LOG.append("ship"))
    return time.time() >= started
