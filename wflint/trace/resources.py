"""What a context manager holds, as far as its type tells."""

from __future__ import annotations

import enum

from wflint.domain.alternatives import Instance, Suppressor
from wflint.domain.values import Ref, Value
from wflint.effects import Effect
from wflint.trace.events import EffectCall, WithBlock
from wflint.trace.walk import effects_among


class Resource(enum.Enum):
    """What is lost when a context manager is left between steps."""

    HELD = "held"
    """A session or transaction: leaving it undoes what the code relies on."""

    LOCKED = "locked"
    """A lock: leaving it frees what the code relies on."""

    OTHER = "other"
    """Anything else that is entered and left."""

    NEUTRAL = "neutral"
    """Nothing, or something that another rule speaks of."""


# Last parts of the names of external types, in lower case.
_HELD = frozenset(
    {
        "session", "asyncsession", "connection", "asyncconnection", "transaction", "asynctransaction",
        "sessiontransaction", "cursor", "atomic", "pipeline",
    }
)  # fmt: skip
_LOCKS = frozenset({"lock", "rlock", "filelock", "semaphore", "boundedsemaphore", "condition"})
_LIMITS = frozenset({"cancelscope", "timeout"})
_NEUTRAL = _LIMITS | frozenset(
    {
        "taskgroup", "nursery", "nullcontext", "asyncexitstack", "exitstack",
        "threadpoolexecutor", "processpoolexecutor", "pool",
    }
)  # fmt: skip


def resource_kind(block: WithBlock) -> Resource:
    """What the context manager of a block holds; the worst of what it may be."""
    if any(
        isinstance(each, EffectCall) and each.row.effect is Effect.DATABASE
        for each in effects_among(block.setup)
    ):
        return Resource.HELD
    kinds = [_kind(ref) for ref in block.manager.alternatives] or [Resource.OTHER]
    worst_first = (Resource.HELD, Resource.LOCKED, Resource.OTHER)
    return next((kind for kind in worst_first if kind in kinds), Resource.NEUTRAL)


def limits_time(manager: Value) -> bool:
    """Whether a context manager cuts its block off after a while."""
    return any(
        isinstance(ref, Instance) and ref.type.rpartition(".")[2].lower() in _LIMITS
        for ref in manager.alternatives
    )


def _kind(ref: Ref) -> Resource:
    if isinstance(ref, Suppressor):
        return Resource.NEUTRAL
    if isinstance(ref, Instance):
        last = ref.type.rpartition(".")[2].lower()
        if last in _HELD:
            return Resource.HELD
        if last in _LOCKS:
            return Resource.LOCKED
        if last in _NEUTRAL:
            return Resource.NEUTRAL
    return Resource.OTHER
