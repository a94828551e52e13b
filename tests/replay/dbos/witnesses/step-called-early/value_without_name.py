"""Without a name, the error speaks of the name that it lacks."""

from dbos import DBOS

LOG: list[str] = []


def charge() -> int:
    LOG.append("charge")
    return 120


@DBOS.workflow()
def order() -> None:
    DBOS.run_step({}, charge())
