"""A failure that has no pickle is neither recorded nor what the workflow gets to see."""

from dbos import DBOS

LOG: list[str] = []


def charge() -> None:
    class DeclinedError(Exception):
        pass

    LOG.append("charge")
    raise DeclinedError("no cover")


@DBOS.workflow()
def order() -> None:
    try:
        DBOS.run_step({"name": "charge"}, charge)
    except Exception as error:
        LOG.append(f"{type(error).__name__}: {error}")
    DBOS.run_step({"name": "close"}, lambda: None)
