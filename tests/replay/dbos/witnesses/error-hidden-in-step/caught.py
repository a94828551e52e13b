"""A failure that the step catches is a success: neither its retries nor the workflow hear of it."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step(retries_allowed=True, max_attempts=3, interval_seconds=0.001)
def charge() -> None:
    try:
        LOG.append("charge")
        raise ConnectionError
    except ConnectionError:
        pass


@DBOS.workflow()
def order() -> str:
    charge()
    return "paid"
