"""Another executor is told to recover the workflow, and asks for another step."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.step()
def print_here() -> None:
    LOG.append("here")


@DBOS.step()
def print_there() -> None:
    LOG.append("there")


@DBOS.step()
def archive() -> None:
    LOG.append("archive")


@DBOS.workflow()
def label() -> None:
    if DBOS.executor_id == "shop-1":
        print_here()
    else:
        print_there()
    archive()


def setup() -> None:
    if DBOS.executor_id == "shop-2":
        DBOS._recover_pending_workflows(["shop-1"])  # as its control plane lets it
