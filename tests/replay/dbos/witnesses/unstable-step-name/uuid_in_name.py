"""The name differs in each pass, so no recovery gets past the first step."""

import uuid

from dbos import DBOS

LOG: list[str] = []


def upload() -> str:
    LOG.append("upload")
    return "uploaded"


@DBOS.workflow()
def backup() -> None:
    DBOS.run_step({"name": f"upload-{uuid.uuid4()}"}, upload)
    DBOS.run_step({"name": "verify"}, lambda: LOG.append("verify"))
