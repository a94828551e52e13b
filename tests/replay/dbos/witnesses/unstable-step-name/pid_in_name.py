"""A process id in a name."""

import os

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def backup() -> None:
    DBOS.run_step({"name": f"upload-by-{os.getpid()}"}, lambda: LOG.append("upload"))
    DBOS.run_step({"name": "verify"}, lambda: LOG.append("verify"))
