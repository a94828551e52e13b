"""Ends this process at a chosen point of a workflow, as a kill does: no `finally` runs, no buffer is flushed."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from sqlalchemy import Engine, event

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

WORKFLOW_ID = "run-1"
AT_END = -1
CRASHED = 17
_RECORDS = "steps recorded in this transaction"


def crash_after(step: int, leave: Callable[[], None]) -> None:
    """End the process when one more `step` steps of the workflow have been recorded.

    With `AT_END` it ends when the workflow's body has returned and its outcome is about to be recorded.

    Args:
        step: how many records of this process there are to be, or `AT_END`.
        leave: called right before the end.
    """
    recorded = 0

    def die() -> None:
        leave()
        os._exit(CRASHED)

    def about_to_execute(connection: Connection, _: Any, statement: str, parameters: Any, *more: Any) -> None:
        text = statement.lower()
        if WORKFLOW_ID not in parameters:
            return
        if (
            step == AT_END
            and text.startswith("update")
            and "workflow_status" in text
            and "SUCCESS" in parameters
        ):
            die()
        if text.startswith("insert") and "operation_outputs" in text:
            connection.info[_RECORDS] = connection.info.get(_RECORDS, 0) + 1

    def about_to_commit(connection: Connection) -> None:
        nonlocal recorded
        before = recorded
        recorded += connection.info.pop(_RECORDS, 0)
        if before < step <= recorded:
            connection.connection.commit()
            die()

    # DBOS tries again where the database is locked, and records nothing then.
    def rolled_back(connection: Connection) -> None:
        connection.info.pop(_RECORDS, None)

    event.listen(Engine, "before_cursor_execute", about_to_execute)
    event.listen(Engine, "commit", about_to_commit)
    event.listen(Engine, "rollback", rolled_back)
