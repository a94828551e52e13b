"""Functions that an engine calls: steps' functions, handlers, functions for failures."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Closure, Partial
from wflint.domain.callables import callee, is_coroutine
from wflint.domain.values import Value
from wflint.engines import Color
from wflint.serialization.json_check import coroutines, never_callable
from wflint.trace.event import Event
from wflint.trace.events import Exit, ExitKind
from wflint.trace.steps import StepCall
from wflint.trace.walk import walk


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
