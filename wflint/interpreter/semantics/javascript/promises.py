"""Promises: what is chained to them, and how several are waited for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from wflint.domain.alternatives import Closure, Collection
from wflint.domain.awaited import Pending, Promise
from wflint.domain.lattice import join
from wflint.domain.sites import Site, StepId
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Ref, Value
from wflint.interpreter.awaiting import asked
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.steps import run_step
from wflint.ir import nodes as ir
from wflint.ir.walk import walk
from wflint.trace.event import Event
from wflint.trace.events import ExceptClause, InlinedCall, Loop, StepCalled, StepExecuted, TryBlock
from wflint.trace.steps import Consumption, step_of
from wflint.trace.walk import steps_run

PROMISE_METHODS: Final = frozenset({"then", "catch", "finally"})


def promise_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Value, name: str, arguments: Arguments
) -> Value:
    """Chain functions to a promise; return the promise of what they give."""
    fulfilled = arguments.get(0, None) if name == "then" else None
    rejected = arguments.get(1 if name == "then" else 0, None) if name != "finally" else None
    last = arguments.get(0, None) if name == "finally" else None
    func = node.func if isinstance(node, ir.Call) else None
    body = taken_back(frame, func.value) if isinstance(func, ir.Attribute) else []
    inside = frame.with_trace(body)
    value = chained(ev, inside, node, owner)
    final: list[Event] = []
    if last is not None:
        _called(ev, frame.with_trace(final), node, last, NO_ARGUMENTS)
    clauses: tuple[ExceptClause, ...] = ()
    caught: Value | None = None
    if rejected is not None:
        trace: list[Event] = []
        caught = _called(ev, frame.with_trace(trace), node, rejected, Arguments((Actual(TOP),)))
        clauses = (_clause(frame, rejected, trace),)
    if clauses or final:
        frame.trace.append(TryBlock(frame.site(node), body, clauses, [], final))
    else:
        frame.trace.extend(body)
    if fulfilled is not None:
        before = len(frame.trace)
        value = _called(ev, frame, node, fulfilled, Arguments((Actual(value),)))
        _put_behind(owner, frame.trace[before:])
    result = value if caught is None else join(value, caught)
    return promise_of(result, steps_in(owner), frame, node)


def _put_behind(owner: Value, events: list[Event]) -> None:
    """Note that steps run after others in a chain, which is awaited as a whole."""
    first = next(steps_in(owner), None)
    if first is not None:
        for step in steps_run(events):
            step.behind = step_of(first)


def taken_back(frame: Frame, node: ir.Expr) -> list[Event]:
    """Take out of the trace what evaluating an expression has just recorded: it belongs to the promise that this gives."""
    own = {id(each) for each in walk(node)}
    found: list[Event] = []
    while frame.trace and id(node_of(frame.trace[-1])) in own:
        found.append(frame.trace.pop())
    found.reverse()
    return found


def node_of(event: Event) -> ir.Node | None:
    """Return the expression or statement that an event is of."""
    match event:
        case StepCalled() | StepExecuted():
            return event.step.site.node
        case Loop():
            return event.node
        case _:
            site = getattr(event, "site", None)
            return site.node if isinstance(site, Site) else None


def promise_of(
    value: Value, steps: Iterable[StepId], frame: Frame, node: ir.Expr, *, is_timer: bool = False
) -> Value:
    """Return a promise that is made of others: awaiting it awaits the steps behind them."""
    path = (*frame.path, frame.site(node))
    return Value((Promise(value, path, steps=tuple(steps), is_timer=is_timer),), value.taint)


def steps_in(value: Value) -> Iterator[StepId]:
    """Yield the steps that a promise is made of."""
    for ref in value.alternatives:
        if isinstance(ref, Pending):
            yield ref.step
        elif isinstance(ref, Promise):
            yield from ref.steps


def chained(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    """Return what a promise gives that another one is made of; whether that is awaited shows later."""
    found: list[Ref] = []
    result: Value | None = None
    for ref in value.alternatives:
        if isinstance(ref, Pending):
            given = run_step(ev, frame, node, step_of(ref.step), Consumption.CHAINED)
            result = given if result is None else join(result, given)
        else:
            found.append(ref)
    rest = value.of_alternatives(found)
    if not found and result is not None and not value.is_open:
        return result
    awaited = ev.await_value(frame, node, asked(ev, frame, node, rest)).value
    return awaited if result is None else join(result, awaited)


def _called(ev: Evaluator, frame: Frame, node: ir.Expr, function: Actual, arguments: Arguments) -> Value:
    return ev.await_value(frame, node, ev.call(frame, node, function.value, arguments)).value


def _clause(frame: Frame, function: Actual, trace: list[Event]) -> ExceptClause:
    """Return what handles a rejection as the clause that it is like."""
    only = function.value.only
    parameters = (
        [each for each in only.function.parameters if not each.star] if isinstance(only, Closure) else []
    )
    where = function.node
    handle = where.handle if where is not None else None
    name = parameters[0].name if parameters else None
    clause = ir.Except(handle, None, name, ir.Block(handle, ()))
    inner = [each for event in trace for each in (event.body if isinstance(event, InlinedCall) else [event])]
    return ExceptClause(frame.site(clause), clause, None, inner)


def held_promises(value: Value) -> list[Value]:
    """Return what is waited for in the array that `Promise.all` and the like are given."""
    found: list[Value] = []
    for ref in value.alternatives:
        if isinstance(ref, Collection):
            found.extend(ref.elements())
    return found
