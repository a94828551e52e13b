"""Which callables start other things."""

from __future__ import annotations

from wflint.trace.steps import Concurrency

_TOGETHER = frozenset({"asyncio.gather", "asyncio.wait", "asyncio.as_completed", "asyncio.tasks.gather"})
_LIMITED = frozenset({"asyncio.wait_for", "asyncio.shield"})
_GROUP_METHODS = frozenset({"create_task", "start_soon", "start"})
_POOL_METHODS = frozenset(
    {"submit", "map", "apply", "apply_async", "map_async", "imap", "imap_unordered", "starmap"}
)


def concurrency(name: str) -> Concurrency | None:
    """How a callable starts other things, if it does."""
    if name in _TOGETHER:
        return Concurrency.TOGETHER
    if name in _LIMITED:
        return Concurrency.LIMITED
    owner, _, last = name.rpartition(".")
    if last in _GROUP_METHODS and owner.endswith(("TaskGroup", "Nursery")):
        return Concurrency.GROUP
    if owner.startswith("asyncio") and last in ("create_task", "ensure_future"):
        return Concurrency.TASK
    if last in _POOL_METHODS and owner.endswith(("Executor", "Pool")):
        return Concurrency.POOL
    if name in (
        "threading.Thread",
        "multiprocessing.Process",
        "asyncio.to_thread",
        "anyio.to_thread.run_sync",
    ):
        return Concurrency.POOL
    if owner.startswith("asyncio") and last == "run_in_executor":
        return Concurrency.POOL
    return None
