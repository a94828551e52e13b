"""Exceptions that code raises: where, and whether the code itself catches them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from wflint.domain.sites import Path
from wflint.domain.type_tests import Suppressor
from wflint.domain.values import Value
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event
from wflint.trace.events import (
    Alternatives,
    Branch,
    Concurrent,
    Exit,
    ExitKind,
    InlinedCall,
    Loop,
    MayRaise,
    StepExecuted,
    TryBlock,
    WithBlock,
)
from wflint.trace.steps import StepCall


@record
class Raised:
    """An exception that is raised.

    Attributes:
        event: The event that raises it.
        path: From the call that leads there down to the place that raises it.
        value: The exception, or its class.
        calls: The first-party functions around the event, outermost first.
        guarded: Whether something around it may catch it.
        leaves_step: Whether it leaves the function of a step, which is recorded as failed then.
        again: Whether it had been raised and caught before.
        step: The step in whose function it is; `None` in replayed code.
    """

    event: Exit | MayRaise
    path: Path
    value: Value
    calls: tuple[InlinedCall, ...] = ()
    guarded: bool = False
    again: bool = False
    leaves_step: bool = False
    step: StepCall | None = None


_RAISING = frozenset(
    {Alternatives, Branch, Concurrent, Exit, InlinedCall, Loop, MayRaise, StepExecuted, TryBlock, WithBlock}
)


def raised_among(events: Iterable[Event]) -> Iterator[Raised]:
    """Yield every exception that is raised among events, those in step functions included."""
    yield from _raised(events, frozenset())


def _raised(events: Iterable[Event], caught: frozenset[str]) -> Iterator[Raised]:
    """Yield what is raised among events; `caught` are the variables that hold a caught exception."""
    for event in events:
        match event:
            case _ if type(event) not in _RAISING:
                continue
            case Exit(kind=ExitKind.RAISE):
                yield Raised(event, (event.site,), event.value, again=_is_again(event, caught))
            case MayRaise():
                yield Raised(event, event.path, event.value)
            case StepExecuted():
                for each in raised_among(event.step.body):
                    leaves = each.leaves_step or (each.step is None and not each.guarded)
                    yield replace(each, step=each.step or event.step, leaves_step=leaves)
            case InlinedCall():
                for each in raised_among(event.body):
                    yield replace(each, calls=(event, *each.calls))
            case TryBlock():
                yield from _in_try(event, caught)
            case WithBlock():
                for each in _raised(event.body, caught):
                    yield replace(each, guarded=each.guarded or _suppresses(event.manager))
            case Alternatives() | Branch() | Concurrent():
                for block in event.children:
                    yield from _raised(block, caught)
            case Loop():
                yield from _raised([*event.body, *event.orelse], caught)
            case _:
                pass


def _in_try(event: TryBlock, caught: frozenset[str]) -> Iterator[Raised]:
    for each in _raised(event.body, caught):
        yield replace(each, guarded=each.guarded or bool(event.clauses))
    for clause in event.clauses:
        name = clause.node.name
        yield from _raised(clause.body, caught | {name} if name else caught)
    yield from _raised([*event.orelse, *event.final], caught)


def _is_again(event: Exit, caught: frozenset[str]) -> bool:
    node = event.site.node
    if not isinstance(node, ir.Raise):
        return False
    return node.value is None or (isinstance(node.value, ir.Name) and node.value.id in caught)


def _suppresses(manager: Value) -> bool:
    return any(isinstance(ref, Suppressor) for ref in manager.alternatives)
