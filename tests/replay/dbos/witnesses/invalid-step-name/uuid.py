"""The database takes no UUID; the step has run by then."""

import uuid

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order(order_id: str) -> None:
    DBOS.run_step({"name": uuid.UUID(order_id)}, lambda: LOG.append("charge"))
