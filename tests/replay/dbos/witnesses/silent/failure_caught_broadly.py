"""Nothing of DBOS travels as an `Exception` where all is deterministic, so a broad `except` does no harm."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step(retries_allowed=True, max_attempts=2, interval_seconds=0.001)
def charge() -> None:
    LOG.append("charge")
    raise ConnectionError("no route")


@DBOS.step()
def refund() -> str:
    LOG.append("refund")
    return "refunded"


@DBOS.workflow()
def order() -> str:
    try:
        charge()
    except Exception as error:
        LOG.append(type(error).__name__)
        return refund()
    return "paid"
