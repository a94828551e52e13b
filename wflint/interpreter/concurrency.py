"""Starts several things at once."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.alternatives import Collection, External
from wflint.domain.awaited import Coroutine, Pending, Task
from wflint.domain.lattice import join_or_top
from wflint.domain.sites import Site
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Const, Ref, Value
from wflint.effects import EffectKind
from wflint.effects.facts import Concurrency
from wflint.interpreter.annotations import external_instance
from wflint.interpreter.awaiting import await_value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Concurrent, EffectCall
from wflint.trace.steps import Consumption, step_of
from wflint.trace.walk import effects_among, runs_step


def start_concurrently(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, kind: Concurrency, arguments: Arguments
) -> Value:
    """Start several things at once."""
    started = _started_things(ev, name, kind, arguments)
    branches: list[list[Event]] = []
    results: list[Value] = []
    for thing in started:
        trace: list[Event] = []
        branches.append(trace)
        at = frame.with_trace(trace)
        results.append(_start(ev, at, node, thing, kind, takes=not ev.semantics.call_facts(name).gives_tasks))
    many = any(
        isinstance(ref, Collection) and ref.rest
        for actual in arguments.values()
        for ref in actual.alternatives
    )
    many = many or arguments.rest is not None or name.endswith(".map")
    result = join_or_top(results)
    site = frame.site(node)
    with_steps = any(map(runs_step, branches))
    tasked = kind in (Concurrency.TASK, Concurrency.GROUP)
    task = _task(ev, frame, site, result, with_steps=with_steps) if tasked else None
    tasks = tuple(ref for value, _ in started for ref in value.alternatives if isinstance(ref, Task))
    waits = _how_it_waits(ev, name, arguments)
    if with_steps or kind in (Concurrency.TOGETHER, Concurrency.LIMITED):
        frame.trace.append(
            Concurrent(site, name, kind, tuple(branches), many, frame.step, task, tasks, *waits)
        )
    if not with_steps:
        frame.trace.extend(_without_steps(ev, frame, site, name, branches))
    if task is not None:
        return Value((task,))
    if kind is Concurrency.DURABLE or ev.semantics.call_facts(name).gives_tasks:
        # Those that are done and the others, each as a set of tasks.
        waited = Value(tasks or (Task(site, result, with_steps, awaited=True),))
        sets = [Value((Collection(ir.ContainerKind.SET, rest=waited, step=frame.step),)) for _ in range(2)]
        return Value((Collection(ir.ContainerKind.TUPLE, dict(enumerate(sets)), step=frame.step),))
    if kind is Concurrency.TOGETHER:
        given = arguments.get(None, "return_exceptions")
        raised = given is not None and (given.value.constant is None or bool(given.value.constant.value))
        held = replace(result, is_open=True) if raised else result
        return Value((Collection(ir.ContainerKind.LIST, rest=held, step=frame.step),))
    row = ev.state.catalogue.lookup(name)
    if kind is Concurrency.POOL and row is not None and row.returns:
        return external_instance(ev, row.returns)
    return result


def _task(ev: Evaluator, frame: Frame, site: Site, result: Value, *, with_steps: bool) -> Task:
    """Return a task that has been started; where another one that runs steps is still running, they overlap."""
    made = Task(site, result, with_steps, loops=frame.loops)
    if with_steps and frame.step is None:
        for other in ev.facts.tasks:
            if not other.awaited:
                other.overlaps = made.overlaps = True
        ev.facts.tasks.append(made)
    return made


def _how_it_waits(ev: Evaluator, name: str, arguments: Arguments) -> tuple[bool, bool]:
    """Return whether exceptions are handed back, and whether it goes on as soon as one thing is done."""
    collects, until = arguments.get(None, "return_exceptions"), arguments.get(None, "return_when")
    hands_back = collects is not None and collects.value.constant == Const(value=True, type="bool")
    known = until.value.only if until is not None else None
    text = known.name if isinstance(known, External) else known.value if isinstance(known, Const) else ""
    is_first = str(text).rpartition(".")[2].startswith("FIRST")
    return hands_back or ev.semantics.call_facts(name).gives_tasks, is_first


def _without_steps(
    ev: Evaluator, frame: Frame, site: Site, name: str, branches: list[list[Event]]
) -> Iterator[Event]:
    """Yield the effects of starting things that run no steps."""
    row = ev.state.catalogue.lookup(name)
    if row is None or row.effect is not EffectKind.PROCESS:
        return
    inner = [event for branch in branches for event in branch]
    if ev.semantics.call_facts(name).is_waited_for and any(effects_among(inner)):
        # The caller waits for it, so it matters what it does, not where.
        yield from inner
        return
    path = (*frame.path, site)
    yield EffectCall(site, path, name, row, row.access, frame.phase, loops=frame.loops)


def _started_things(
    ev: Evaluator, name: str, kind: Concurrency, arguments: Arguments
) -> list[tuple[Value, Arguments]]:
    """Return what is started: coroutines, or functions with the arguments that they are called with."""
    if kind is Concurrency.POOL or (kind is Concurrency.GROUP and not _holds_coroutine(arguments)):
        target = _target(ev, name, arguments)
        return [] if target is None else [(target.value, Arguments(rest=TOP))]
    things: list[tuple[Value, Arguments]] = []
    for value in arguments.values():
        for ref in value.alternatives:
            held = list(ref.elements()) if isinstance(ref, Collection) else [Value((ref,), value.taint)]
            things.extend((each, NO_ARGUMENTS) for each in held)
    # Options, such as how long to wait, are no things to start.
    return [each for each in things if each[0].alternatives and not each[0].always(_is_option)]


def _is_option(ref: Ref) -> bool:
    return isinstance(ref, (Const, External))


def _target(ev: Evaluator, name: str, arguments: Arguments) -> Actual | None:
    """Return the function that is started, where the catalogue says that it stands; else the first argument."""
    row = ev.state.catalogue.lookup(name)
    for place in row.calls if row is not None else ():
        actual = arguments.get(place, None) if isinstance(place, int) else arguments.get(None, place)
        if actual is not None:
            return actual
    return arguments.get(0, "target")


def _start(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    thing: tuple[Value, Arguments],
    kind: Concurrency,
    *,
    takes: bool,
) -> Value:
    """Start one thing; `takes` if its result is taken as well."""
    value, arguments = thing
    if arguments is not NO_ARGUMENTS:
        value = ev.call(frame, node, value, arguments)
    for ref in value.alternatives:
        if isinstance(ref, Task):
            ref.together = True
        if isinstance(ref, Pending):
            step_of(ref.step).consumed.add(
                Consumption.TASK if kind is Concurrency.TASK else Consumption.TOGETHER
            )
    if not takes and value.always(lambda ref: isinstance(ref, Task)):
        return join_or_top(ref.result for ref in value.alternatives if isinstance(ref, Task))
    return await_value(ev, frame, node, value).value


def _holds_coroutine(arguments: Arguments) -> bool:
    return any(
        isinstance(ref, (Pending, Coroutine)) for value in arguments.values() for ref in value.alternatives
    )
