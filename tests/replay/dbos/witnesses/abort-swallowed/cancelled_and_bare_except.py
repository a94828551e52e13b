"""A bare `except` takes the cancellation for a failed step, and refunds what was never charged."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def reserve() -> None:
    # Stands for somebody who cancels the order while its stock is reserved.
    DBOS.cancel_workflow(DBOS.workflow_id)


@DBOS.workflow()
def order() -> None:
    try:
        reserve()
        DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge"))
    except:
        LOG.append("refund")
