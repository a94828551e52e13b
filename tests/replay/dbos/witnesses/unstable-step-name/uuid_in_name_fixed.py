"""The name is the same in each pass."""

from dbos import DBOS

LOG: list[str] = []


def upload() -> str:
    LOG.append("upload")
    return "uploaded"


@DBOS.workflow()
def backup() -> None:
    DBOS.run_step({"name": "upload"}, upload)
    DBOS.run_step({"name": "verify"}, lambda: LOG.append("verify"))
