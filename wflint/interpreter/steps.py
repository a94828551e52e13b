"""Runs steps."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wflint.domain.alternatives import BoundStepMethod, Closure, Collection, Instance, Object, Partial
from wflint.domain.awaited import Pending, StepResult
from wflint.domain.callables import is_coroutine, keeps_kind
from wflint.domain.contents import reachable_taint
from wflint.domain.env import Env, Returned
from wflint.domain.lattice import each_alternative, join_all, join_or_top
from wflint.domain.phase import Phase, PhaseKind
from wflint.domain.taint import taint_sources
from wflint.domain.values import (
    BOTTOM,
    NO_ARGUMENTS,
    TOP,
    Actual,
    Arguments,
    Const,
    Ref,
    Value,
    constant,
    top,
)
from wflint.effects.facts import Concurrency
from wflint.engines.steps import ArgumentForwarding, NestedCall, StepKind, StepMethod
from wflint.interpreter.arguments import entry_at, evaluate_arguments, handed_on, with_options
from wflint.interpreter.attributes import attribute
from wflint.interpreter.collections import elements_of
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import Outcome
from wflint.interpreter.following import invoke
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import record_flow
from wflint.interpreter.step_lookup import FUNCTION, NAME, decorated_step
from wflint.interpreter.thenables import is_thenable
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Concurrent, StepCalled, StepExecuted
from wflint.trace.flows import Sink
from wflint.trace.mistakes import DetachedCall
from wflint.trace.steps import Consumption, StepCall, step_of


def step_call(ev: Evaluator, frame: Frame, node: ir.Expr, bound: BoundStepMethod) -> Value:
    """Call a step method, and evaluate its arguments."""
    assert isinstance(node, ir.Call)  # noqa: S101 - only calls are evaluated this way
    step = _step_at(ev, frame, node, bound)
    given = frame.submitting(step)
    positional: list[Actual] = []
    keywords: dict[str, Actual] = {}
    spread: list[ir.Argument] = []
    for place, argument in enumerate(node.args):
        if argument.star:
            spread.append(argument)
            continue
        named = argument.keyword or (
            bound.method.parameters[place] if place < len(bound.method.parameters) else ""
        )
        is_name = named == bound.method.name != ""
        at = frame if is_name or frame.step is not None else given
        actual = Actual(ev.evaluate(at, argument.value), argument.value)
        if argument.keyword:
            keywords[argument.keyword] = actual
        else:
            positional.append(actual)
    arguments = Arguments(tuple(positional), keywords)
    if spread:
        extra = evaluate_arguments(ev, frame, tuple(spread))
        arguments = Arguments((*positional, *extra.positional), {**keywords, **extra.keywords}, extra.rest)
    return _started(ev, frame, node, step, arguments)


def start_step(
    ev: Evaluator, frame: Frame, node: ir.Expr, bound: BoundStepMethod, arguments: Arguments
) -> Value:
    """Call a step method with arguments that have been evaluated already."""
    return _started(ev, frame, node, _step_at(ev, frame, node, bound), arguments)


def _step_at(ev: Evaluator, frame: Frame, node: ir.Expr, bound: BoundStepMethod) -> StepCall:
    site = frame.site(node)
    path = (*frame.path, site)
    step = ev.facts.steps.get(path)
    if step is None:
        step = ev.facts.steps[path] = StepCall(
            site, path, bound.context, bound.method, frame.env, frame.function
        )
    step.loops, step.parent = frame.loops, frame.step
    called_at = node.func if isinstance(node, ir.Call) else node
    if bound.read is not None and (bound.is_copied or bound.read.node is not called_at):
        frame.trace.append(DetachedCall(bound.read, bound.context, bound.name, bound.is_copied))
    known_before: dict[str, Actual] = {}
    if bound.function is not None:
        called = node.func if isinstance(node, ir.Call) else node
        known_before[FUNCTION] = Actual(Value((bound.function,)), called)
    if bound.label is not None:
        known_before[NAME] = Actual(bound.label)
    if known_before:
        step.arguments = known_before
    return step


def _started(ev: Evaluator, frame: Frame, node: ir.Expr, step: StepCall, arguments: Arguments) -> Value:
    """Record a step call with its arguments; return its coroutine, or its result where it runs at once."""
    method = step.method
    arguments = with_options(arguments, method.options_at)
    named, surplus = _named(step, arguments)
    if frame.step is None:
        own = (actual for name, actual in named.items() if name not in (method.name, method.branches))
        for actual in (*own, *surplus.values(), Actual(arguments.rest or BOTTOM)):
            _submitted(ev, frame, actual.node or node, step, actual.value)
    step.open_arguments = arguments.rest is not None
    step.given, surplus = _handed_on(method, surplus, arguments.rest)
    if method.name_key:
        _take_name(named, method)
    if method.context is not None:
        # The function's other parameters are not known; it may well pass them on.
        named.pop(method.context, None)
        step.open_arguments = step.open_arguments or bool(surplus)
        surplus = {}
    step.arguments, step.surplus = named, surplus
    step.handed = handed_on(ev, frame, step.name.node) if step.name is not None else None
    if step.name is not None and frame.step is None:
        record_flow(ev, frame, step.name.node or node, step.name.value, Sink.NAME, step)
    if frame.step is not None and method.inside is NestedCall.PLAIN:
        return _plain_call(ev, frame, node, step)
    frame.trace.append(StepCalled(step))
    if step.is_async:
        return Value((Pending(step),))
    return run_step(ev, frame, node, step, Consumption.AWAITED)


def _submitted(ev: Evaluator, frame: Frame, node: ir.Expr, step: StepCall, value: Value) -> None:
    """Note the sources of an argument, but for those that were noted where they are read; what functions read shows when they run."""
    given = value.of_alternatives(ref for ref in value.alternatives if not isinstance(ref, Closure))
    sources = set(taint_sources(reachable_taint(given)))
    if sources:
        sources.difference_update(
            flow.source for flow in ev.facts.flows if flow.step is step and flow.sink is Sink.ARGUMENT
        )
        record_flow(ev, frame, node, top(frozenset(sources)), Sink.ARGUMENT, step)


def _plain_call(ev: Evaluator, frame: Frame, node: ir.Expr, step: StepCall) -> Value:
    """Call the step's function: inside the function of another step it is not a step."""
    if step.function is None:
        return TOP
    return run_function(ev, frame, node, step.function.value, step.given).value


def run_step(ev: Evaluator, frame: Frame, node: ir.Node, step: StepCall, how: Consumption) -> Value:
    """Run a step."""
    step.consumed.add(how)
    step.ran, step.run_loops = True, frame.loops
    if step.method.kind is StepKind.TOGETHER:
        return _run_together(ev, frame, node, step)
    frame.trace.append(StepExecuted(step))
    if step.function is not None:
        step.body, step.closures = [], []
        step.returns_coroutine = step.returns_thenable = False
        # The function may be written elsewhere than the `await`, so it runs where the step was called.
        env = Env(step.scope.module, step.scope, is_replayed=True, step=step)
        inside = Frame(
            env,
            step.caller_path,
            step.body,
            step.caller,
            phase=Phase(PhaseKind.IN_STEP, step),
            loops=frame.loops,
        )
        outcome = run_function(ev, inside, step.function.node or node, step.function.value, step.given)
        step.returned = outcome.returned
    return step_result(step, frame)


def step_result(step: StepCall, frame: Frame) -> Value:
    """Return the result of a step for the code around it."""
    taint = frozenset(frame.loops)
    if step.method.result is not None:
        return Value((Instance(step.method.result, made=step.site),), taint)
    if step.method.kind in (StepKind.SLEEP, StepKind.SLEEP_UNTIL):
        return constant(None)
    if step.method.function is None or step.is_typed:
        return top(taint)
    return Value((StepResult(step),), taint)


def _run_together(ev: Evaluator, frame: Frame, node: ir.Node, step: StepCall) -> Value:
    """Call functions whose steps the engine runs side by side."""
    actual = step.arguments.get(step.method.branches or "")
    given = actual.value if actual is not None else TOP
    if actual is None:
        for other in step.arguments.values():  # it fails; what it is given instead is no mistake of its own
            ev.await_value(frame, node, other.value, passed_on=True)
    branches: list[list[Event]] = []
    results: list[Value] = []
    for function, arguments in _branches(ev, frame, node, step, given):
        _mark_together(step, function)
        branches.append([])
        results.append(run_function(ev, frame.with_trace(branches[-1]), node, function, arguments).value)
    many = (
        step.method.items is not None
        or given.is_open
        or any(isinstance(ref, Collection) and ref.rest is not None for ref in given.alternatives)
    )
    started = Concurrent(
        step.site, step.method.method, Concurrency.DURABLE, tuple(branches), many, frame.step
    )
    frame.trace.append(started)
    made = Collection(ir.ContainerKind.TUPLE, step=frame.step)
    if given.only is not None and not many:
        made.items = dict(enumerate(results))
    else:
        made.rest = join_all([*results, TOP]) if given.is_open else join_or_top(results)
    return Value((made,), frozenset(frame.loops))


def _branches(
    ev: Evaluator, frame: Frame, node: ir.Node, step: StepCall, given: Value
) -> Iterator[tuple[Value, Arguments]]:
    """Yield the functions that run side by side, each with what it is called with."""
    if step.method.items is not None:
        items = step.arguments.get(step.method.items)
        item = elements_of(ev, frame, node, items.value) if items is not None else TOP
        yield given, Arguments((Actual(item),))
        return
    for ref in given.alternatives:
        for function in ref.elements() if isinstance(ref, Collection) else ():
            yield function, NO_ARGUMENTS


def _mark_together(step: StepCall, function: Value) -> None:
    """Note that a function's steps run together with others, or that it is such a step's coroutine."""
    for ref in function.alternatives:
        if isinstance(ref, Closure) and ref.loops:
            step.closures.append(ref)
        if isinstance(ref, Pending):
            step_of(ref.step).consumed.add(Consumption.TOGETHER)


def run_function(
    ev: Evaluator, frame: Frame, node: ir.Node, function: Value, arguments: Arguments = NO_ARGUMENTS
) -> Outcome:
    """Call a function as the engine does, and await its result."""
    outcomes: list[Outcome] = []
    for ref in function.alternatives:
        outcomes.extend(_run_callable(ev, frame, node, ref, arguments))
    if outcomes and function.is_open:
        # It may be another function, of which nothing is known.
        returns = (Returned(frame.site(node), node, TOP),) if isinstance(node, ir.Expr) else ()
        outcomes.append(Outcome(TOP, returns))
    returned = tuple(each for outcome in outcomes for each in outcome.returned)
    return Outcome(join_or_top(outcome.value for outcome in outcomes), returned)


def _run_callable(
    ev: Evaluator, frame: Frame, node: ir.Node, ref: Ref, arguments: Arguments
) -> Iterator[Outcome]:
    """Yield the outcomes of calling and awaiting one alternative of a step's function."""
    match ref:
        case Closure(replaced_by=None) if decorated_step(ev, frame, ref) is None:
            called = invoke(ev, frame, node, ref, arguments)
            if frame.step is not None and keeps_kind(ref) and is_coroutine(called.value):
                frame.step.returns_coroutine = True
            if frame.step is not None and called.value.always(partial(is_thenable, ev)):
                frame.step.returns_thenable = True
            finished = ev.await_value(frame, node, called.value)
            if ref.function.body.yields and isinstance(node, ir.Expr):
                # A generator function runs nothing before somebody asks the generator that it returns.
                yield Outcome(finished.value, (Returned(frame.site(node), node, finished.value),))
            elif len(called.returned) != 1:
                yield Outcome(finished.value, finished.returned or called.returned)
            else:
                # A lambda that returns a coroutine: its expression returns the coroutine's result.
                only = called.returned[0]
                if only.node is not None and finished.returned:
                    ev.facts.results[only.node] = finished.returned
                yield Outcome(finished.value, (only.giving(finished.value),))
        case Partial():
            bound = Arguments(
                (*(Actual(value) for value in ref.positional), *arguments.positional),
                {**{name: Actual(value) for name, value in ref.keywords}, **arguments.keywords},
                arguments.rest,
            )
            for target in ref.target.alternatives:
                yield from _run_callable(ev, frame, node, target, bound)
        case Object() if isinstance(node, ir.Expr):
            method = ev.semantics.class_member(ev, ref.class_, "__call__")
            if method is not None:
                bound_method = attribute(ev, frame, node, Value((ref,)), "__call__")
                if frame.step is not None:
                    frame.step.call_method = bound_method
                yield run_function(ev, frame, node, bound_method, arguments)
        case _ if isinstance(node, ir.Expr):
            called_value = ev.call(frame, node, Value((ref,)), arguments)
            finished = ev.await_value(frame, node, called_value)
            yield Outcome(finished.value, (Returned(frame.site(node), node, finished.value),))
        case _:
            pass


def _named(step: StepCall, arguments: Arguments) -> tuple[dict[str, Actual], dict[int | str, Actual]]:
    """Return the arguments by the names of the method's parameters, and those that it does not take itself."""
    method = step.method
    # A function that a decorator has made a step takes nothing itself; its name and function are known from there.
    named = {} if method.parameters else dict(step.arguments)
    named.update(zip(method.parameters, arguments.positional, strict=False))
    takes = len(method.parameters)
    surplus: dict[int | str, Actual] = dict(enumerate(arguments.positional[takes:], takes))
    for name, actual in arguments.keywords.items():
        if name in method.parameters or name in method.keyword_parameters:
            named[name] = actual
        else:
            surplus[name] = actual
    return named, surplus


def _handed_on(
    method: StepMethod, surplus: dict[int | str, Actual], rest: Value | None
) -> tuple[Arguments, dict[int | str, Actual]]:
    """Return the arguments that a step passes to its function, and those that neither takes."""
    if method.hands_on is ArgumentForwarding.NOTHING or (not surplus and rest is None):
        return NO_ARGUMENTS, surplus
    positional = tuple(actual for key, actual in surplus.items() if isinstance(key, int))
    keywords = {key: actual for key, actual in surplus.items() if isinstance(key, str)}
    if method.hands_on is ArgumentForwarding.POSITIONAL:
        refused: dict[int | str, Actual] = dict(keywords.items())
        return Arguments(positional, rest=rest), refused
    return Arguments(positional, keywords, rest), {}


def _take_name(named: dict[str, Actual], method: StepMethod) -> None:
    """Replace the options that hold the step's name by the name itself; text in their place is the name."""
    options = named.get(method.name)
    if options is None or options.value.always(_is_text):
        return
    del named[method.name]
    key = method.name_key
    if any(_option(ref, key) is not None for ref in options.value.alternatives):
        name = each_alternative(options.value, lambda ref: _option(ref, key) or TOP)
        named[method.name] = Actual(name, entry_at(options.node, key))


def _is_text(ref: Ref) -> bool:
    return isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") == "str"


def _option(ref: Ref, key: str) -> Value | None:
    return ref.items.get(key) if isinstance(ref, Collection) else None
