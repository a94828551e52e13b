"""The failure is raised, and retried."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step(retries_allowed=True, max_attempts=3, interval_seconds=0.001)
def charge() -> None:
    LOG.append("charge")
    raise ConnectionError


@DBOS.workflow()
def order() -> str:
    charge()
    return "paid"
