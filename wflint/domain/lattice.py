"""Values put together, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import (
    UNKNOWN,
    BoundStepMethod,
    Closure,
    Collection,
    Context,
    Coroutine,
    Instance,
    Method,
    Object,
    Partial,
    Pending,
    Ref,
    Task,
    Value,
)

WIDENING_LIMIT = 8
"""A value that may be more things than this is as good as unknown."""

_MAX_DEPTH = 3


def seeded(value: Value) -> Value:
    """The same objects, made so that what they give is decided."""
    alternatives = tuple(
        replace(ref, seeded=True) if isinstance(ref, Instance) else ref for ref in value.alternatives
    )
    return Value(alternatives, value.taint)


def join(first: Value, second: Value) -> Value:
    """What may be either of two values."""
    if first is second or first == second:
        return first
    alternatives = first.alternatives + tuple(
        ref for ref in second.alternatives if ref not in first.alternatives
    )
    if len(alternatives) > WIDENING_LIMIT:
        alternatives = ()
    return Value(alternatives, first.taint | second.taint)


def join_all(values: Iterator[Value] | list[Value]) -> Value:
    """What may be any of the values; unknown where there are none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return UNKNOWN if result is None else result


def taint_of(values: Iterable[Value]) -> frozenset[Taint]:
    """What any of the values came from."""
    return UNTAINTED.union(*[value.taint for value in values])


def reachable_taint(value: Value, depth: int = _MAX_DEPTH) -> frozenset[Taint]:
    """Marks of a value and of what it holds, to a small depth."""
    taint = value.taint
    if depth:
        for ref in value.alternatives:
            for held in held_values(ref):
                taint |= reachable_taint(held, depth - 1)
    return taint


def held_values(ref: Ref) -> Iterator[Value]:
    """The values that a ref holds."""
    match ref:
        case Collection():
            yield from ref.elements()
        case Object():
            yield from list(ref.attributes.values())
        case Partial():
            yield ref.target
            yield from ref.positional
            yield from (value for _, value in ref.keywords)
        case Coroutine():
            yield from ref.arguments.values()
        case Task():
            yield ref.result
        case Closure() if ref.receiver is not None:
            yield ref.receiver
        case Method():
            yield Value((ref.owner,))
        case _:
            pass


def carries_context(value: Value, depth: int = _MAX_DEPTH) -> bool:
    """Whether steps can be run through a value."""
    for ref in value.alternatives:
        if isinstance(ref, (Context, BoundStepMethod, Pending)):
            return True
        if isinstance(ref, Closure) and not ref.env.is_static:
            return True
        if depth and any(carries_context(held, depth - 1) for held in held_values(ref)):
            return True
    return False
