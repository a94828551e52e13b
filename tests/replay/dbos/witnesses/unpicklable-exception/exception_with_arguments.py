"""An exception that does not hand its arguments on is another one after a recovery."""

from dbos import DBOS

LOG: list[str] = []


class DeclinedError(Exception):
    def __init__(self, card: str, reason: str) -> None:
        super().__init__(f"{card}: {reason}")


@DBOS.step()
def charge() -> None:
    raise DeclinedError("visa", "no cover")


@DBOS.step()
def tell_customer() -> None:
    LOG.append("told")


@DBOS.workflow()
def order() -> str:
    try:
        charge()
    except DeclinedError:
        tell_customer()
        DBOS.run_step({"name": "close"}, lambda: None)
        return "declined"
    return "paid"
