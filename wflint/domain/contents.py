"""Contents of values: items, attributes, bound arguments, and the taint of all of them."""

from __future__ import annotations

from collections.abc import Iterable
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
from wflint.domain.taint import Taint
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


def reachable_taint(value: Value, depth: int = _MAX_DEPTH) -> frozenset[Taint]:
    """Return the taint of a value and of what it holds, to a small depth."""
    taint = value.taint
    if depth:
        for ref in value.alternatives:
            if type(ref) in _HOLDING:
                for held in held_values(ref):
                    taint |= reachable_taint(held, depth - 1)
    return taint


def holds_function(value: Value, function: ir.Function, depth: int = _MAX_DEPTH) -> bool:
    """Return whether a value is or holds, to a small depth, a function."""
    return any(
        (isinstance(ref, Closure) and ref.function is function)
        or (depth > 0 and any(holds_function(held, function, depth - 1) for held in held_values(ref)))
        for ref in value.alternatives
    )


def can_run_steps(value: Value, depth: int = _MAX_DEPTH) -> bool:
    """Return whether a value is or holds, to a small depth, a function that mentions a context."""
    for ref in value.alternatives:
        if isinstance(ref, Closure) and any(_is_context(ref, name) for name in ref.function.body.mentions):
            return True
        if depth and any(can_run_steps(held, depth - 1) for held in held_values(ref)):
            return True
    return False


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


def carries_context(value: Value, depth: int = _MAX_DEPTH) -> bool:
    """Return whether steps can be run through a value."""
    for ref in value.alternatives:
        if isinstance(ref, (Context, BoundStepMethod, Pending)):
            return True
        if isinstance(ref, Closure) and not ref.env.is_static:
            return True
        if depth and type(ref) in _HOLDING:
            for held in held_values(ref):
                if carries_context(held, depth - 1):
                    return True
    return False


def holds_context(value: Value, depth: int = _MAX_DEPTH) -> bool:
    """Return whether a value is or holds a context, one of its methods, or a function that mentions a context."""
    return can_run_steps(value, depth) or any(
        isinstance(ref, (Context, BoundStepMethod))
        or (depth > 0 and any(holds_context(held, depth - 1) for held in held_values(ref)))
        for ref in value.alternatives
    )


def holds_coroutine(value: Value, depth: int = _MAX_DEPTH) -> bool:
    """Return whether a value holds a coroutine or a task, so that steps may run when somebody awaits it."""
    for ref in value.alternatives:
        if isinstance(ref, Promise) and ref.runs_steps:
            return True
        if isinstance(ref, (Task, Pending)) or (isinstance(ref, Coroutine) and not ref.generator):
            return True
        if depth and type(ref) in _HOLDING:
            for held in held_values(ref):
                if holds_coroutine(held, depth - 1):
                    return True
    return False
