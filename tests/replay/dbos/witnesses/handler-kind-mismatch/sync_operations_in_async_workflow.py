"""Each of the sync operations refuses to run where an event loop runs."""

from collections.abc import Callable
from typing import Any

from dbos import DBOS

LOG: list[str] = []


def attempt(operation: Callable[[], Any]) -> str:
    try:
        operation()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


@DBOS.step()
def pack() -> None:
    LOG.append("pack")


@DBOS.workflow()
async def order() -> dict[str, str]:
    own = DBOS.workflow_id
    operations: dict[str, Callable[[], Any]] = {
        "run_step": lambda: DBOS.run_step({"name": "charge"}, lambda: LOG.append("charge")),
        "sleep": lambda: DBOS.sleep(1),
        "send": lambda: DBOS.send(own, "message"),
        "recv": lambda: DBOS.recv("topic"),
        "set_event": lambda: DBOS.set_event("key", 1),
        "get_event": lambda: DBOS.get_event(own, "key"),
        "write_stream": lambda: DBOS.write_stream("stream", 1),
        "get_workflow_status": lambda: DBOS.get_workflow_status(own),
        "decorated step": pack,
    }
    return {name: attempt(operation) for name, operation in operations.items()}
