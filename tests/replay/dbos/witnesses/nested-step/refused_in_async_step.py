"""The same for async steps."""

from collections.abc import Awaitable, Callable

from dbos import DBOS

LOG: list[str] = []


@DBOS.workflow()
async def child() -> str:
    return "child"


async def attempt(name: str, operation: Callable[[], Awaitable[object]]) -> str:
    async def step() -> None:
        await operation()

    try:
        await DBOS.run_step_async({"name": name}, step)
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return "allowed"


@DBOS.workflow()
async def everything() -> dict[str, str]:
    own = DBOS.workflow_id
    operations: dict[str, Callable[[], Awaitable[object]]] = {
        "call": child,
        "start_workflow_async": lambda: DBOS.start_workflow_async(child),
        "sleep_async": lambda: DBOS.sleep_async(0.01),
        "recv_async": lambda: DBOS.recv_async("topic", 0.01),
        "run_step_async": lambda: DBOS.run_step_async({"name": "inner"}, lambda: 1),
        "send_async": lambda: DBOS.send_async(own, "message", "topic"),
        "set_event_async": lambda: DBOS.set_event_async("key", 1),
        "get_event_async": lambda: DBOS.get_event_async(own, "key", 0.01),
    }
    return {name: await attempt(name, operation) for name, operation in operations.items()}
