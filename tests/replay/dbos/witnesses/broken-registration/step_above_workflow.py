"""A step cannot run a workflow."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
@DBOS.workflow()
def order() -> str:
    LOG.append("order")
    return "ordered"


def start() -> None:
    DBOS.start_workflow(order)
