"""Whether what an engine calls is sync where it is awaited, or async where it is not."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Closure, Partial
from wflint.domain.callables import callee, is_coroutine
from wflint.domain.values import Value
from wflint.engines import Color
from wflint.serialization.json_check import coroutines
from wflint.trace.event import Event
from wflint.trace.events import Exit, ExitKind, InlinedCall


def has_wrong_color(given: Closure | Partial, events: list[Event], color: Color) -> bool:
    """Whether something that the engine calls is certainly sync where it is awaited, or async where it is not.

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
    """What a function returns, before anybody awaits it."""
    for event in events:
        if isinstance(event, Exit) and event.kind is ExitKind.RETURN:
            yield event.value
        elif not isinstance(event, InlinedCall):
            for block in event.children:
                yield from _values_returned(block)
