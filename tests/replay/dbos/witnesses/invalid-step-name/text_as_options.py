"""The options are a dictionary, not the name."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> None:
    DBOS.run_step("charge", lambda: LOG.append("charge"))
