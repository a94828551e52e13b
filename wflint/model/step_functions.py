"""Functions that an engine calls: steps' functions, handlers, functions for failures."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import (
    Closure,
    Collection,
    Data,
    Decoded,
    EnumMember,
    Instance,
    Partial,
    Payload,
)
from wflint.domain.awaited import Coroutine, Pending, Promise, StepResult
from wflint.domain.callables import callee, is_coroutine
from wflint.domain.values import Const, Ref, Value
from wflint.engines import Color
from wflint.serialization.type_facts import response_types
from wflint.trace.event import Event
from wflint.trace.events import Exit, ExitKind
from wflint.trace.steps import StepCall
from wflint.trace.walk import walk

_DATA_TYPES = ("datetime.", "decimal.", "uuid.", "pathlib.", "fractions.")
"""Beginnings of the names of types whose values are data."""


def has_wrong_color(given: Closure | Partial, events: list[Event], color: Color) -> bool:
    """Return whether a function is certainly sync where the engine awaits it, or async where it does not.

    Args:
        given: What the engine is given.
        events: What it does.
        color: That of the context which it is called with.
    """
    closure = callee(given)
    if closure is None:
        return False
    if closure.function.is_async:
        return color is Color.SYNC
    values = list(_values_returned(events))
    if color is Color.SYNC:
        return any(map(is_coroutine, values))
    return not any(value.is_open or any(coroutines(value)) for value in values)


def _values_returned(events: list[Event]) -> Iterator[Value]:
    """Yield the values that a function returns, before they are awaited."""
    for event in walk(events, into_calls=False):
        if isinstance(event, Exit) and event.kind is ExitKind.RETURN:
            yield event.value


def is_called_early(step: StepCall) -> bool:
    """Return whether a step is given something that can never be called instead of a function."""
    actual = step.function
    return actual is not None and never_callable(actual.value)


def never_callable(value: Value) -> bool:
    """Return whether calling a value certainly fails: it is data, or a coroutine."""
    return value.always(_is_data)


def _is_data(ref: Ref) -> bool:
    """Return whether an alternative is data or a coroutine."""
    match ref:
        case (
            Const()
            | Collection()
            | StepResult()
            | Payload()
            | Data()
            | Decoded()
            | Coroutine()
            | Pending()
            | Promise()
            | EnumMember()
        ):
            return True
        case Instance():
            builtin = ref.type.startswith("builtins.") and ref.type not in (
                "builtins.object",
                "builtins.type",
            )
            known = ref.type.startswith(_DATA_TYPES) or ref.type in response_types()
            return builtin or known or ref.type.rpartition(".")[2] == "Response"
        case _:
            return False


def coroutines(value: Value) -> Iterator[Coroutine | Pending | Promise]:
    """Yield the coroutines, or promises, that a value may be."""
    for ref in value.alternatives:
        if isinstance(ref, (Coroutine, Pending, Promise)):
            yield ref
