"""Walk over events: all of them, or the steps, effects and unknown calls among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.trace.event import Event
from wflint.trace.events import EffectCall, InlinedCall, StepExecuted, SummarizedEffect, UnknownCall
from wflint.trace.steps import StepCall


def walk(events: Iterable[Event], *, into_calls: bool = True, into_steps: bool = False) -> Iterator[Event]:
    """Yield events and those in the blocks inside them, in the order of the code.

    Args:
        events: Where to begin.
        into_calls: Whether to go into the functions that are called.
        into_steps: Whether to go into what the functions of steps do.
    """
    for event in events:
        yield event
        if into_steps and isinstance(event, StepExecuted):
            yield from walk(event.step.body, into_calls=into_calls, into_steps=True)
        if into_calls or not isinstance(event, InlinedCall):
            for block in event.children:
                yield from walk(block, into_calls=into_calls, into_steps=into_steps)


def runs_step(events: list[Event]) -> bool:
    """Return whether a step runs among events."""
    for event in events:  # noqa: SIM110 - asked so often that generators count
        if isinstance(event, StepExecuted) or any(map(runs_step, event.children)):
            return True
    return False


def steps_run(events: list[Event]) -> Iterator[StepCall]:
    """Yield the steps that run among events, in the order of the code; not those inside step functions."""
    for event in events:
        if isinstance(event, StepExecuted):
            yield event.step
        else:
            for block in event.children:
                yield from steps_run(block)


def effects_among(events: Iterable[Event]) -> Iterator[EffectCall | UnknownCall]:
    """Yield the effects and unknown calls among events, those under conditions included."""
    for event in events:
        match event:
            case EffectCall() | UnknownCall():
                yield event
            case SummarizedEffect():
                yield event.effect
            case _:
                for block in event.children:
                    yield from effects_among(block)
