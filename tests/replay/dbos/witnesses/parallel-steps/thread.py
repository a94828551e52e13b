"""The same for a thread."""

import threading

from dbos import DBOS

LOG: list[str] = []


def charge() -> None:
    DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))


@DBOS.workflow()
def bill() -> None:
    thread = threading.Thread(target=charge)
    thread.start()
    thread.join()
