"""Contents of values: items, attributes, bound arguments, and the taint of all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.domain.alternatives import (
    BoundStepMethod,
    Closure,
    Collection,
    Context,
    Instance,
    Method,
    Object,
    Partial,
)
from wflint.domain.awaited import Coroutine, Pending, Promise, Task
from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import Ref, Value
from wflint.ir import nodes as ir

_MAX_DEPTH = 3
_HOLDING = frozenset({Collection, Object, Partial, Coroutine, Task, Closure, Method, Promise})
"""The kinds of alternatives that may hold values. Most hold none, and these questions are asked of every argument of a call."""


def seeded(value: Value) -> Value:
    """Return the same objects, with results that are decided by how they were made."""
    return value.of_alternatives(
        replace(ref, seeded=True) if isinstance(ref, Instance) else ref for ref in value.alternatives
    )


def reachable_taint(value: Value) -> frozenset[Taint]:
    """Return the taint of a value and of what it holds, to a small depth."""
    if not _may_hold(value):
        return value.taint
    found: list[frozenset[Taint]] = []
    for each in _within(value):
        found.append(each.taint)
        found += [ref.filling for ref in each.alternatives if isinstance(ref, Collection)]
    return UNTAINTED.union(*found)


def holds_function(value: Value, function: ir.Function) -> bool:
    """Return whether a value is or holds, to a small depth, a function."""
    return any(isinstance(ref, Closure) and ref.function is function for ref in _refs_within(value))


def can_run_steps(value: Value) -> bool:
    """Return whether a value is or holds, to a small depth, a function that mentions a context."""
    return any(isinstance(ref, Closure) and _mentions_context(ref) for ref in _refs_within(value))


def _mentions_context(closure: Closure) -> bool:
    return any(_is_context(closure, name) for name in closure.function.body.mentions)


def _is_context(closure: Closure, name: str) -> bool:
    holder = closure.env.holder(name)
    value = holder.names.get(name) if holder is not None else None
    return value is not None and any(isinstance(ref, Context) for ref in value.alternatives)


def held_values(ref: Ref) -> Iterable[Value]:
    """Return the values that an alternative holds."""
    match ref:
        case _ if type(ref) not in _HOLDING:
            return ()  # as of most
        case Collection():
            return ref.elements()
        case Object():
            return list(ref.attributes.values())
        case Partial():
            return (ref.target, *ref.positional, *(value for _, value in ref.keywords))
        case Coroutine():
            return ref.arguments.values()
        case Task():
            return (ref.result,)
        case Promise():
            return (ref.value,)
        case Closure() if ref.receiver is not None:
            return (ref.receiver,)
        case Method():
            return (Value((ref.owner,)),)
        case _:
            return ()


def carries_context(value: Value) -> bool:
    """Return whether steps can be run through a value."""
    return any(
        isinstance(ref, (Context, BoundStepMethod, Pending))
        or (isinstance(ref, Closure) and not ref.env.is_static)
        for ref in _refs_within(value)
    )


def holds_context(value: Value) -> bool:
    """Return whether a value is or holds a context, one of its methods, or a function that mentions a context."""
    return any(
        isinstance(ref, (Context, BoundStepMethod)) or (isinstance(ref, Closure) and _mentions_context(ref))
        for ref in _refs_within(value)
    )


def holds_coroutine(value: Value) -> bool:
    """Return whether a value holds a coroutine or a task, so that steps may run when somebody awaits it."""
    return any(
        isinstance(ref, (Task, Pending))
        or (isinstance(ref, Promise) and ref.runs_steps)
        or (isinstance(ref, Coroutine) and not ref.generator)
        for ref in _refs_within(value)
    )


def _refs_within(value: Value) -> Iterable[Ref]:
    """Return the alternatives of a value and of what it holds, to a small depth."""
    if not _may_hold(value):
        return value.alternatives
    return (ref for each in _within(value) for ref in each.alternatives)


def _may_hold(value: Value) -> bool:
    return any(type(ref) in _HOLDING for ref in value.alternatives)


def _within(value: Value) -> Iterator[Value]:
    """Yield a value and what it holds, to a small depth: the nearest first, and what each alternative holds once."""
    seen: set[int] = set()
    level = [value]
    yield value
    for _ in range(_MAX_DEPTH):
        below: list[Value] = []
        for ref in (ref for each in level for ref in each.alternatives):
            if type(ref) in _HOLDING and id(ref) not in seen:
                seen.add(id(ref))
                below += held_values(ref)
        yield from below
        level = below
