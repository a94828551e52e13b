"""The hash of a text differs between processes."""

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def backup(customer: str) -> None:
    DBOS.run_step({"name": f"upload-{hash(customer)}"}, lambda: LOG.append("upload"))
    DBOS.run_step({"name": "verify"}, lambda: LOG.append("verify"))
