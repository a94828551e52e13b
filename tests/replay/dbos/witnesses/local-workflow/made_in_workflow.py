"""A workflow that is made in a workflow is unknown to the process that recovers, so its parent waits for ever."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def order() -> str:
    @DBOS.workflow()
    def charge() -> str:
        return "charged"

    return charge()
