"""A child that is called, and one that is started under a random id, which is recorded."""

import uuid

from dbos import DBOS, SetWorkflowID

LOG: list[str] = []


@DBOS.workflow()
def invoice(order: int) -> int:
    LOG.append(f"invoice {order}")
    return order


@DBOS.workflow()
def order() -> list[int]:
    called = invoice(1)
    with SetWorkflowID(str(uuid.uuid4())):
        handle = DBOS.start_workflow(invoice, 2)
    DBOS.run_step({"name": "close"}, lambda: None)
    return [called, handle.get_result(polling_interval_sec=0.01)]
