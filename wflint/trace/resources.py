"""Resources that context managers hold, as far as their types say."""

from __future__ import annotations

import enum

from wflint.domain.alternatives import Instance
from wflint.domain.type_tests import Suppressor
from wflint.domain.types import facts_of_type
from wflint.domain.values import Ref, Value
from wflint.effects import EffectKind
from wflint.effects.facts import TypeNameFacts, type_name_facts
from wflint.trace.events import EffectCall, WithBlock
from wflint.trace.walk import effects_among


class Resource(enum.Enum):
    """What is lost when a context manager exits between steps."""

    HELD = "held"
    """A session or transaction: exiting undoes what the code relies on."""

    LOCKED = "locked"
    """A lock: exiting frees what the code relies on."""

    OTHER = "other"
    """Anything else that is entered and exited."""

    RENEWABLE = "renewable"
    """What is as good when it is entered anew: a span, a client, a temporary folder."""

    NEUTRAL = "neutral"
    """Nothing, or something that another rule reports."""


def resource_kind(block: WithBlock) -> Resource:
    """Return what the context manager of a block holds; the worst where it may be several."""
    if any(
        isinstance(each, EffectCall) and each.row.effect is EffectKind.DATABASE
        for each in effects_among([*block.setup, *block.cleanup])
    ):
        return Resource.HELD
    kinds = [_kind(ref) for ref in block.manager.alternatives]
    if block.manager.is_open or not kinds:
        kinds.append(Resource.OTHER)
    worst_first = (Resource.HELD, Resource.LOCKED, Resource.OTHER, Resource.RENEWABLE)
    return next((kind for kind in worst_first if kind in kinds), Resource.NEUTRAL)


def is_exit_stack(ref: Ref) -> bool:
    """Return whether something is a context manager that takes others, and functions to call, while its block runs."""
    return isinstance(ref, Instance) and ref.type in ("contextlib.ExitStack", "contextlib.AsyncExitStack")


def limits_time(manager: Value) -> bool:
    """Return whether a context manager cuts its block off after a while."""
    return any(
        isinstance(ref, Instance) and _facts_of_name(ref.type).is_limit for ref in manager.alternatives
    )


def _kind(ref: Ref) -> Resource:
    if isinstance(ref, Suppressor):
        return Resource.NEUTRAL
    if isinstance(ref, Instance):
        if facts_of_type(ref.type).is_renewable:
            return Resource.RENEWABLE
        facts = _facts_of_name(ref.type)
        if facts.is_session:
            return Resource.HELD
        if facts.is_lock:
            return Resource.LOCKED
        if facts.is_limit or facts.is_harmless:
            return Resource.NEUTRAL
    return Resource.OTHER


def _facts_of_name(type_: str) -> TypeNameFacts:
    name = type_.rpartition(".")[2].lower()
    found = type_name_facts("python").lookup(name)
    return found if found != TypeNameFacts() else type_name_facts("javascript").lookup(name)
