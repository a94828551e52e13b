"""A workflow's result is pickled, too."""

import threading

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> threading.Lock:
    DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))
    return threading.Lock()
