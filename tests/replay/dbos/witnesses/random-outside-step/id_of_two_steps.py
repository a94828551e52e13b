"""An order is created under one id and charged under another."""

import uuid

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> None:
    order_id = str(uuid.uuid4())
    DBOS.run_step({"name": "create-order"}, lambda: order_id)
    DBOS.run_step({"name": "charge"}, lambda: order_id)
