"""Resources that context managers hold, as far as their types say."""

from __future__ import annotations

import enum
from collections.abc import Iterator

from wflint.domain.alternatives import Instance, Object
from wflint.domain.awaited import Coroutine
from wflint.domain.type_tests import Suppressor
from wflint.domain.types import facts_of_type
from wflint.domain.values import Ref, Value
from wflint.effects import EffectKind
from wflint.effects.facts import TypeNameFacts, type_name_facts
from wflint.ir import nodes as ir
from wflint.ir.walk import below
from wflint.trace.events import EffectCall, InlinedCall, WithBlock
from wflint.trace.managers import around_yield, enters_or_leaves
from wflint.trace.walk import effects_among, walk

_LOOKS_OR_TELLS = frozenset(
    {
        EffectKind.CLOCK,
        EffectKind.RANDOM,
        EffectKind.IDENTITY,
        EffectKind.ENVIRONMENT,
        EffectKind.DELIVERY,
        EffectKind.OUTPUT,
    }
)
"""Effects after which nothing is held."""


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
    kinds = [_kind(ref, block) for ref in block.manager.alternatives]
    if block.manager.is_open or not kinds:
        kinds.append(Resource.OTHER)
    return _worst(kinds)


def _worst(kinds: list[Resource]) -> Resource:
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


def _kind(ref: Ref, block: WithBlock) -> Resource:
    if isinstance(ref, Suppressor):
        return Resource.NEUTRAL
    if isinstance(ref, (Coroutine, Object)):
        return _held_by_own_code(block)
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


def _held_by_own_code(block: WithBlock) -> Resource:
    """Return what a context manager of the project's own holds: what it holds around its `yield`, and what else it opens."""
    calls = [
        event
        for event in walk([*block.setup, *block.cleanup])
        if isinstance(event, InlinedCall) and enters_or_leaves(event)
    ]
    if not calls or not all(map(_leaves_nothing, calls)):
        return Resource.OTHER
    around = [each for call in calls for each in around_yield([call]) if isinstance(each, WithBlock)]
    return _worst([resource_kind(each) for each in around])


def _leaves_nothing(call: InlinedCall) -> bool:
    """Return whether a function changes nothing that is there after it, as far as all of its code is known."""
    if any(_changes_object(node) for node in _targets(call.function)):
        return False
    return all(
        isinstance(each, EffectCall) and each.row.effect in _LOOKS_OR_TELLS
        for each in effects_among(call.body)
    )


def _targets(function: ir.Function) -> Iterator[ir.Expr]:
    for node, _ in below(function):
        if isinstance(node, (ir.Assign, ir.Delete)):
            yield from node.targets


def _changes_object(target: ir.Expr) -> bool:
    return isinstance(target, (ir.Attribute, ir.Subscript))


def _facts_of_name(type_: str) -> TypeNameFacts:
    name = type_.rpartition(".")[2].lower()
    found = type_name_facts("python").lookup(name)
    return found if found != TypeNameFacts() else type_name_facts("javascript").lookup(name)
