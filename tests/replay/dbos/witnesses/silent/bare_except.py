"""A cancellation that a bare `except` catches is not undone: the step in it is refused."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def reserve() -> None:
    # Stands for somebody who cancels the order while its stock is reserved.
    DBOS.cancel_workflow(DBOS.workflow_id)


@DBOS.workflow()
def order() -> str:
    try:
        reserve()
    except:
        DBOS.run_step({"name": "release"}, lambda: LOG.append("release"))
    return "ordered"
