"""The functions of `Promise`, and promises that code makes by hand."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection
from wflint.domain.awaited import Promise, Task
from wflint.domain.lattice import join_or_top
from wflint.domain.sites import Site, StepId
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Value, constant
from wflint.effects.facts import Concurrency
from wflint.interpreter.catalogued import catalogued
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.promises import (
    chained,
    held_promises,
    node_of,
    promise_of,
    steps_in,
    taken_back,
)
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.ir.walk import below, walk
from wflint.trace.event import Event
from wflint.trace.events import Concurrent, ExceptClause, Loop, StepCalled, TryBlock
from wflint.trace.walk import runs_step
from wflint.trace.walk import walk as walk_events

_SLEEP = "node:timers/promises.setTimeout"
_TIMERS = frozenset({"setTimeout", "globalThis.setTimeout", "window.setTimeout"})


@model("Promise.all", "Promise.allSettled", "Promise.race", "Promise.any")
def several(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Wait for several promises: for all of them, or for the first."""
    first = arguments.get(0, None)
    if first is None or not isinstance(node, ir.Call) or not isinstance(node.func, ir.Attribute):
        return None
    name = node.func.attr
    started = taken_back(frame, node.args[0].value) if node.args else []
    held = held_promises(first.value)
    branches = _branches(node, started, len(held))
    tasks: list[Task] = []
    results: list[Value] = []
    steps: list[StepId] = []
    promised: list[Site] = []
    for branch, each in zip(branches, held, strict=True):
        steps.extend(steps_in(each))
        running = [ref for ref in each.alternatives if isinstance(ref, Promise) and ref.runs_steps]
        if running and not runs_step(branch):
            promised += [ref.path[-1] for ref in running if ref.path]
            tasks.append(Task(frame.site(node), TOP, runs_steps=True, awaited=True, together=True))
        results.append(chained(ev, frame.with_trace(_end_of(branch)), node, each))
    if first.value.is_open or not results:
        results.append(TOP)
    many = any(isinstance(ref, Collection) and ref.rest is not None for ref in first.value.alternatives)
    if not held:
        frame.trace.extend(started)
    kind = Concurrency.DURABLE if name == "all" else Concurrency.TOGETHER
    if name == "race" and any(map(_is_timer, held)):
        kind = Concurrency.LIMITED
        branches = [branch for branch, each in zip(branches, held, strict=True) if not _is_timer(each)]
    frame.trace.append(
        Concurrent(
            frame.site(node),
            f"Promise.{name}",
            kind,
            tuple(branches),
            many,
            frame.step,
            tasks=tuple(tasks),
            collects=name == "allSettled",
            first_wins=name in ("race", "any"),
            promised=tuple(dict.fromkeys(promised)),
        )
    )
    if name == "all":
        made = Collection(ir.ContainerKind.LIST, step=frame.step)
        if many or first.value.only is None:
            made.rest = join_or_top(results)
        else:
            made.items = dict(enumerate(results))
        return promise_of(Value((made,), first.value.taint), steps, frame, node)
    if name == "allSettled":
        entry = Collection(ir.ContainerKind.DICT, {"value": join_or_top(results)}, TOP, step=frame.step)
        made = Collection(ir.ContainerKind.LIST, rest=Value((entry,)), step=frame.step)
        return promise_of(Value((made,), first.value.taint), steps, frame, node)
    return promise_of(join_or_top(results), steps, frame, node)


def _branches(node: ir.Call, started: list[Event], count: int) -> list[list[Event]]:
    """Return what has happened so far in each of several branches: what an item of the array has done is its own."""
    branches: list[list[Event]] = [[] for _ in range(count)]
    array = node.args[0].value if node.args else None
    items = array.items if isinstance(array, ir.Container) and len(array.items) == count else ()
    own = [{id(each) for each in walk(item)} for item in items]
    for event in started if branches else ():
        at = id(node_of(event))
        branches[next((place for place, nodes in enumerate(own) if at in nodes), 0)].append(event)
    return branches


def _end_of(branch: list[Event]) -> list[Event]:
    """Return where a branch goes on: where `map` has started its steps, each of them runs in the same round."""
    last = branch[-1] if branch else None
    starts = isinstance(last, Loop) and any(isinstance(event, StepCalled) for event in walk_events(last.body))
    return last.body if isinstance(last, Loop) and starts else branch


def _is_timer(value: Value) -> bool:
    return value.always(lambda ref: isinstance(ref, Promise) and ref.is_timer)


@model("p-limit.Limit.__call__", "p-queue.PQueue.add", "bottleneck.Bottleneck.schedule")
def queued(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Call a function once others are done."""
    function = arguments.get(0, None)
    if function is None:
        return None
    branch: list[Event] = []
    inside = frame.with_trace(branch)
    given = ev.call(inside, node, function.value, Arguments(arguments.positional[1:]))
    value = chained(ev, inside, node, given)
    frame.trace.append(
        Concurrent(frame.site(node), spelled(node), Concurrency.QUEUED, (branch,), step=frame.step)
    )
    return promise_of(value, steps_in(given), frame, node)


@model("p-retry", "async-retry")
def retried(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Call a function again whenever what it gives is rejected, whatever the reason."""
    function = arguments.get(0, None)
    if function is None:
        return None
    body: list[Event] = []
    inside = frame.with_trace(body)
    given = ev.call(inside, node, function.value, Arguments((Actual(TOP), Actual(TOP))))
    value = chained(ev, inside, node, given)
    if runs_step(body):
        clause = ir.Except(node.handle, None, None, ir.Block(node.handle, ()))
        body = [TryBlock(frame.site(node), body, (ExceptClause(frame.site(node), clause, None, []),), [], [])]
    frame.trace.extend(body)
    return promise_of(value, steps_in(given), frame, node)


@model("Promise.resolve", "Promise.reject")
def resolved(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return a promise of a value, or of what a promise gives."""
    first = arguments.get(0, None)
    if first is None:
        return promise_of(constant(None), (), frame, node)
    return promise_of(chained(ev, frame, node, first.value), steps_in(first.value), frame, node)


@model("Promise.new")
def made_by_hand(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the promise that a function settles; one that only a timer settles is a pause."""
    first = arguments.get(0, None)
    only = first.value.only if first is not None else None
    if first is None or not isinstance(only, Closure):
        return promise_of(TOP, (), frame, node)
    timer = _timer_in(only)
    if timer is not None:
        pause = _pause(ev, frame, node, only, timer) if _waits(only, timer) else TOP
        return promise_of(pause, (), frame, node, is_timer=True)
    ev.call(frame, node, first.value, Arguments((Actual(TOP), Actual(TOP))))
    return promise_of(TOP, (), frame, node)


def _timer_in(executor: Closure) -> ir.Call | None:
    """Return the call of the timer that settles a promise, where nothing else does."""
    names = [each.name for each in executor.function.parameters if not each.star]
    calls = [each for each, _ in below(executor.function) if isinstance(each, ir.Call)]
    timers = [each for each in calls if spelled(each) in _TIMERS]
    if len(timers) != 1 or not timers[0].args:
        return None
    return timers[0] if any(_settles(timers[0], name) for name in names) else None


def _waits(executor: Closure, timer: ir.Call) -> bool:
    """Return whether a timer fulfills its promise, so that awaiting it is a pause; else it rejects it."""
    return _settles(timer, executor.function.parameters[0].name)


def _settles(timer: ir.Call, name: str) -> bool:
    settles = timer.args[0].value
    if isinstance(settles, ir.Lambda):
        return _only_settles(settles.function, name)
    return isinstance(settles, ir.Name) and settles.id == name


def _only_settles(function: ir.Function, name: str) -> bool:
    statements = function.body.block.statements
    only = statements[0] if len(statements) == 1 else None
    value = only.value if isinstance(only, (ir.Return, ir.Evaluate)) else None
    return isinstance(value, ir.Call) and isinstance(value.func, ir.Name) and value.func.id == name


def _pause(ev: Evaluator, frame: Frame, node: ir.Expr, executor: Closure, timer: ir.Call) -> Value:
    """Record a pause for as long as the timer runs."""
    arguments = NO_ARGUMENTS
    if len(timer.args) > 1:
        inner = Frame(executor.env, frame.path, [], frame.function)
        duration = ev.evaluate(inner, timer.args[1].value)
        arguments = Arguments((Actual(duration, timer.args[1].value),))
    catalogued(ev, frame, node, _SLEEP, arguments)
    return constant(None)
