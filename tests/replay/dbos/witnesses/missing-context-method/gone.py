"""What only earlier versions had is refused, or is not there."""

from collections.abc import Callable
from typing import Any

import dbos
from dbos import DBOS

LOG: list[str] = []


def attempt(use: Callable[[], Any]) -> str:
    try:
        use()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


@DBOS.workflow()
def order() -> dict[str, str]:
    return {
        "transaction": attempt(lambda: DBOS.transaction),
        "sql_session": attempt(lambda: DBOS.sql_session),
        "scheduled": attempt(lambda: DBOS.scheduled),
        "Queue": attempt(lambda: dbos.Queue("orders")),
    }
