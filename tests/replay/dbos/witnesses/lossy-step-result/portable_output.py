"""As portable JSON, tuples and sets come out as lists and dates as text."""

from datetime import date

from dbos import DBOS, WorkflowSerializationFormat

LOG: list[str] = []


@DBOS.workflow(serialization_type=WorkflowSerializationFormat.PORTABLE)
def order() -> tuple[object, ...]:
    picked = DBOS.run_step({"name": "pick"}, lambda: (1, {2}))
    LOG.append(repr(picked))
    return (*picked, date(2026, 1, 2))
