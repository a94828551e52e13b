"""The receipt and the ledger get different times, since a recovery reads the clock again."""

from datetime import datetime, timezone

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def print_receipt(when: datetime) -> datetime:
    return when


@DBOS.step()
def enter_in_ledger(when: datetime) -> datetime:
    return when


@DBOS.workflow()
def sale() -> None:
    sold = datetime.now(timezone.utc)
    print_receipt(sold)
    enter_in_ledger(sold)
