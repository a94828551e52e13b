"""An error is the workflow's end, and is not tried again."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order(amount: int) -> None:
    LOG.append("order")
    if amount <= 0:
        raise ValueError("nothing to pay")
    DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))
