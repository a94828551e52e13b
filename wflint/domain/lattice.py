"""Values put together, and what they hold."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.domain.taint import NO_MARKS, Mark
from wflint.domain.values import (
    UNKNOWN,
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
    Stepper,
    Task,
    Value,
)

MAX_REFS = 8
"""A value that may be more things than this is as good as unknown."""

_MAX_DEPTH = 3


def settled(value: Value) -> Value:
    """The same objects, made so that what they give is decided."""
    refs = tuple(replace(ref, settled=True) if isinstance(ref, Instance) else ref for ref in value.refs)
    return Value(refs, value.marks)


def join(first: Value, second: Value) -> Value:
    """What may be either of two values."""
    if first is second or first == second:
        return first
    refs = first.refs + tuple(ref for ref in second.refs if ref not in first.refs)
    if len(refs) > MAX_REFS:
        refs = ()
    return Value(refs, first.marks | second.marks)


def join_all(values: Iterator[Value] | list[Value]) -> Value:
    """What may be any of the values; unknown where there are none."""
    result: Value | None = None
    for value in values:
        result = value if result is None else join(result, value)
    return UNKNOWN if result is None else result


def marks_of(values: Iterable[Value]) -> frozenset[Mark]:
    """What any of the values came from."""
    return NO_MARKS.union(*[value.marks for value in values])


def deep_marks(value: Value, depth: int = _MAX_DEPTH) -> frozenset[Mark]:
    """Marks of a value and of what it holds, to a small depth."""
    marks = value.marks
    if depth:
        for ref in value.refs:
            for held in held_values(ref):
                marks |= deep_marks(held, depth - 1)
    return marks


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
    for ref in value.refs:
        if isinstance(ref, (Context, Stepper, Pending)):
            return True
        if isinstance(ref, Closure) and not ref.env.is_static:
            return True
        if depth and any(carries_context(held, depth - 1) for held in held_values(ref)):
            return True
    return False
