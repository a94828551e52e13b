"""Awaits values."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.alternatives import Collection, instance
from wflint.domain.awaited import Coroutine, Pending, PendingEnd, Promise, Task
from wflint.domain.lattice import WIDENING_LIMIT, join, join_all
from wflint.domain.values import NO_ARGUMENTS, TOP, Ref, Value
from wflint.interpreter.alternation import Arms
from wflint.interpreter.effects import method_that_asks
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import Outcome
from wflint.interpreter.following import follow
from wflint.interpreter.frame import Frame
from wflint.interpreter.rows import protocol_method
from wflint.interpreter.steps import run_step
from wflint.ir import nodes as ir
from wflint.trace.events import Exit, ExitKind
from wflint.trace.steps import Consumption, step_of


def asked(ev: Evaluator, frame: Frame, node: ir.Expr, value: Value) -> Value:
    """Return what awaiting a value gives where that starts what it stands for, a query that is built say; else the value."""
    methods = [method for ref in value.alternatives if (method := protocol_method(ev, ref, "__await__"))]
    if not methods:
        return value
    # The answer is not made of the settings that say where it is found.
    taint = method_that_asks(ev, Value(tuple(methods), value.taint)).taint
    return join(Value((), taint, value.is_open), ev.call(frame, node, Value(tuple(methods)), NO_ARGUMENTS))


def await_value(
    ev: Evaluator, frame: Frame, node: ir.Node, value: Value, *, passed_on: bool = False
) -> Outcome:
    """Await a value: run pending coroutines and return their result; `passed_on` if unknown code awaits it."""
    lazy = [ref for ref in value.alternatives if isinstance(ref, Coroutine) and not ref.generator]
    if len(lazy) <= WIDENING_LIMIT:
        return _await_each(ev, frame, node, value, passed_on=passed_on)
    functions = tuple(ref.closure for ref in lazy)
    if functions in ev.state.choices:
        for ref in lazy:
            ref.ran = True
        return Outcome(TOP.with_taint(value.taint))  # as of a call of one of many functions
    ev.state.choices.append(functions)
    outcome = _await_each(ev, frame, node, value, passed_on=passed_on)
    ev.state.choices.pop()
    return outcome


def _await_each(ev: Evaluator, frame: Frame, node: ir.Node, value: Value, *, passed_on: bool) -> Outcome:
    outcomes: list[Outcome] = []
    others: list[Ref] = []
    arms = Arms(frame, value)
    for ref in value.alternatives:
        at = arms.frame()
        match ref:
            case Pending():
                how = Consumption.PASSED_ON if passed_on else Consumption.AWAITED
                outcomes.append(Outcome(run_step(ev, at, node, step_of(ref.step), how)))
            case Coroutine() if not ref.generator:
                ref.ran = True
                outcomes.append(follow(ev, at, node, ref.closure, ref.arguments, ref.site))
            case Promise():
                ev.facts.awaited.add(ref.path)
                for step in ref.steps:
                    step_of(step).consumed.add(Consumption.AWAITED)
                finished = await_value(ev, at, node, ref.value, passed_on=passed_on)
                outcomes.append(Outcome(finished.value, finished.returned or ref.returned))
            case PendingEnd():
                ev.facts.awaited.add(ref.path)
                if not passed_on:
                    at.trace.append(_end(at, node, ref))
                outcomes.append(Outcome(TOP))
            case Task():
                outcomes.append(Outcome(ref.finish(frame.loops)))
            case Collection() if passed_on:
                await_value(ev, at, node, Value(tuple(_inside(ref))), passed_on=True)
                others.append(ref)
            case _:
                others.append(ref)
    arms.record(node)
    if not outcomes:
        return Outcome(value)
    result = join_all([outcome.value for outcome in outcomes])
    if others or value.is_open:
        result = join(result, value.of_alternatives(others))
    return Outcome(
        result.with_taint(value.taint), tuple(each for outcome in outcomes for each in outcome.returned)
    )


def _end(frame: Frame, node: ir.Node, ref: PendingEnd) -> Exit:
    """Return how the run ends: by an exception of the class that suspends a pass, or of one below it."""
    suspend = ref.context.profile.suspend
    raised = instance(suspend.exception) if suspend is not None else TOP
    return Exit(ExitKind.RAISE, frame.site(node), raised, frame.control_taint)


def _inside(collection: Collection) -> Iterator[Ref]:
    """Yield what a collection may hold, nested collections included; a collection may hold itself."""
    seen: set[Ref] = {collection}
    waiting = [collection]
    while waiting:
        for ref in [ref for value in waiting.pop().elements() for ref in value.alternatives]:
            if ref not in seen:
                seen.add(ref)
                if isinstance(ref, Collection):
                    waiting.append(ref)
                else:
                    yield ref
