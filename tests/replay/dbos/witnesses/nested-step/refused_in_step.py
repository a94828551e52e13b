"""What a step may not do, each in a step of its own; and what it may."""

from collections.abc import Callable
from typing import Any

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
def child() -> str:
    return "child"


def attempt(name: str, operation: Callable[[], Any]) -> str:
    try:
        DBOS.run_step({"name": name}, operation)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


@DBOS.workflow()
def everything() -> dict[str, str]:
    own = DBOS.workflow_id
    operations: dict[str, Callable[[], Any]] = {
        "call": child,
        "start_workflow": lambda: DBOS.start_workflow(child),
        "enqueue_workflow": lambda: DBOS.enqueue_workflow("orders", child),
        "sleep": lambda: DBOS.sleep(0.01),
        "recv": lambda: DBOS.recv("topic", 0.01),
        "reserve_step": DBOS.reserve_step,
        "patch": lambda: DBOS.patch("patch"),
        "run_step": lambda: DBOS.run_step({"name": "inner"}, lambda: 1),
        "send": lambda: DBOS.send(own, "message", "topic"),
        "set_event": lambda: DBOS.set_event("key", 1),
        "get_event": lambda: DBOS.get_event(own, "key", 0.01),
        "write_stream": lambda: DBOS.write_stream("stream", 1),
        "get_workflow_status": lambda: DBOS.get_workflow_status(own).status,
    }
    return {name: attempt(name, operation) for name, operation in operations.items()}
