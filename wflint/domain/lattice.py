"""The lattice of values: how they are joined, widened and compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import BOTTOM, TOP, Ref, Value

WIDENING_LIMIT = 8
"""A value that may be more data than this is widened to `TOP`."""
CODE_LIMIT = 64
"""A value that may be more functions than this, or objects that hold some, is widened to `TOP`: which code may run matters
more than which data there may be, and a program that picks one of its functions has some dozens of them."""


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
    if len(value.alternatives) <= WIDENING_LIMIT:
        return value
    code = sum(ref.holds_code for ref in value.alternatives)
    is_few = code <= CODE_LIMIT and len(value.alternatives) - code <= WIDENING_LIMIT
    return value if is_few else value.without_alternatives()


def join_all(values: Iterable[Value]) -> Value:
    """Return what may be any of the values; `BOTTOM` where there are none."""
    found = list(values)
    if sum(len(value.alternatives) for value in found) > WIDENING_LIMIT:
        # Widened once: what is joined with `TOP` after that would be kept as a hint, and which values are is chance.
        alternatives = dict.fromkeys(ref for value in found for ref in value.alternatives)
        return widen(Value(tuple(alternatives), taint_of(found), any(value.is_open for value in found)))
    result: Value | None = None
    for value in found:
        result = value if result is None else join(result, value)
    return BOTTOM if result is None else result


def join_or_top(values: Iterable[Value]) -> Value:
    """Return what may be any of the values; `TOP` where there are none, since what could be there is not known."""
    found = list(values)
    return join_all(found) if found else TOP


def each_alternative(value: Value, transfer: Callable[[Ref], Value]) -> Value:
    """Return the result of an operation on a value: the join over its alternatives, and anything if it is open."""
    if len(value.alternatives) == 1:
        result = transfer(value.alternatives[0])
    else:
        result = join_all([transfer(ref) for ref in value.alternatives])
    return (join(result, TOP) if value.is_open else result).with_taint(value.taint)


def is_below(first: Value, second: Value) -> bool:
    """Return whether all that the first value may be, the second may be, too: the order of the lattice.

    All open values may be anything, so they are equal in this order whatever alternatives they remember.
    """
    covered = second.is_open or (
        not first.is_open and all(ref in second.alternatives for ref in first.alternatives)
    )
    return covered and first.taint <= second.taint


def taint_of(values: Iterable[Value]) -> frozenset[Taint]:
    """Return the taint of all the values together."""
    return UNTAINTED.union(*[value.taint for value in values])
