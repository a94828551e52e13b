"""Values put together, and what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import (
    BOTTOM,
    TOP,
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
"""A value that may be more things than this is widened to `TOP`."""

_MAX_DEPTH = 3


def seeded(value: Value) -> Value:
    """Return the same objects, made so that what they give is decided."""
    return value.of_alternatives(
        replace(ref, seeded=True) if isinstance(ref, Instance) else ref for ref in value.alternatives
    )


def join(first: Value, second: Value) -> Value:
    """Return what may be either of two values: their least upper bound, widened where it grows too large."""
    if first is second or first == second:
        return first
    alternatives = first.alternatives + tuple(
        ref for ref in second.alternatives if ref not in first.alternatives
    )
    is_open = first.is_open or second.is_open
    return widen(Value(alternatives, first.taint | second.taint, is_open))


def widen(value: Value) -> Value:
    """Return `TOP` with the taint of a value that may be too many things to be followed."""
    return value if len(value.alternatives) <= WIDENING_LIMIT else value.without_alternatives()


def join_all(values: Iterable[Value]) -> Value:
    """Return what may be any of the values; `BOTTOM` where there are none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return BOTTOM if result is None else result


def join_or_top(values: Iterable[Value]) -> Value:
    """Return what may be any of the values; `TOP` where there are none, since what could be there is not known."""
    found = list(values)
    return join_all(found) if found else TOP


def each_alternative(value: Value, transfer: Callable[[Ref], Value]) -> Value:
    """Return what an operation gives for a value: the join over its alternatives, and anything if it is open."""
    result = join_all([transfer(ref) for ref in value.alternatives])
    return (join(result, TOP) if value.is_open else result).with_taint(value.taint)


def is_below(first: Value, second: Value) -> bool:
    """Return whether all that the first value may be, the second may be, too: the order of the lattice.

    All open values stand for anything, so they are equal in this order whatever they remember.
    """
    covered = second.is_open or (
        not first.is_open and all(ref in second.alternatives for ref in first.alternatives)
    )
    return covered and first.taint <= second.taint


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
