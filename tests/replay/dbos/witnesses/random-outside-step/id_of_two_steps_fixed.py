"""The id is a step's result."""

import uuid

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> None:
    order_id = DBOS.run_step({"name": "get-order-id"}, uuid.uuid4)
    DBOS.run_step({"name": "create-order"}, lambda: str(order_id))
    DBOS.run_step({"name": "charge"}, lambda: str(order_id))
