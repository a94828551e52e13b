"""A name is just as random in options that are made by their type."""

import uuid

from dbos import DBOS, StepOptions

LOG: list[str] = []


@DBOS.workflow()
def report() -> None:
    DBOS.run_step(StepOptions(name=f"upload-{uuid.uuid4()}"), lambda: LOG.append("upload"))
    DBOS.run_step(StepOptions(name="verify"), lambda: LOG.append("verify"))
