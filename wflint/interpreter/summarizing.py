"""Computes summaries of functions that cannot reach the context, and applies them to callers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from wflint.domain.alternatives import Closure, Collection, Instance, Object
from wflint.domain.awaited import StepResult
from wflint.domain.contents import reachable_taint
from wflint.domain.env import Env
from wflint.domain.sites import Site
from wflint.domain.taint import FromParameter, Taint
from wflint.domain.types import type_name
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.annotations import annotated
from wflint.interpreter.binding import bind
from wflint.interpreter.bodies import run_body
from wflint.interpreter.catalogued import used_outside_steps
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import HandlerFacts, Outcome
from wflint.interpreter.frame import Frame, FunctionRun
from wflint.interpreter.mutations import mutated
from wflint.interpreter.recording import give_up, record_flow, recording
from wflint.interpreter.state import MAX_DEPTH, MAX_VARIANTS, TOO_DEEP
from wflint.interpreter.summaries import (
    OptionsObject,
    Summary,
    abstract_argument,
    instantiate,
    instantiate_taint,
    uses_of_results,
)
from wflint.ir import nodes as ir
from wflint.ir.walk import walk
from wflint.trace.event import Event
from wflint.trace.events import ValueUse
from wflint.trace.flows import Sink

_COMPARING = frozenset({"==", "!=", "===", "!==", "in", "not in"})


def summarized(
    ev: Evaluator, frame: Frame, site: Site, closure: Closure, arguments: Arguments
) -> Outcome | None:
    """Return the outcome of a call by its summary; `None` where it omits what matters: steps, or what a function is made with."""
    bound = Frame(Env(closure.module, closure.env, closure.function.body.locals), (), [], closure.function)
    bind(ev, bound, closure, arguments)
    taint = {name: reachable_taint(value) for name, value in bound.env.names.items()}
    summary = _summary(ev, closure, _abstract_arguments(ev, closure, arguments, bound))
    if summary is not None and (summary.runs_steps or _makes_function(summary, closure, bound)):
        return None
    for value in arguments.values():
        used_outside_steps(ev, frame, site.node, value, Sink.CALL)
    if summary is None:
        if depth(ev) >= MAX_DEPTH:
            give_up(ev, frame, site, closure.function.name, TOO_DEEP, may_run_steps=frame.step is None)
        return Outcome(TOP)
    summary.apply(frame, site)
    if frame.step is None and any(each.why for each in summary.unknown):
        ev.facts.is_complete = False
    if any(isinstance(ref, StepResult) for value in arguments.values() for ref in value.alternatives):
        _note_uses_within(ev, frame, site, closure, arguments)
    _apply_changes(ev, frame, site, closure, arguments, summary, taint)
    value = instantiate(summary.value, frame, site, taint)
    if frame.phase.argument_of is not None:
        record_flow(ev, frame, site.node, value, Sink.ARGUMENT, frame.phase.argument_of)
    if frame.loops and _may_vary(ev, closure, summary, bound):
        value = value.with_taint(frozenset(frame.loops))
    returned = tuple(each.giving(instantiate(each.value, frame, site, taint)) for each in summary.returned)
    return Outcome(value, returned)


def _makes_function(summary: Summary, closure: Closure, bound: Frame) -> bool:
    """Return whether a call returns a function that the called one defines, and may give it a constant, such as a step's name."""
    returned = summary.value.alternatives
    if not any(isinstance(ref, Closure) and ref.env.parent is closure.env for ref in returned):
        return False
    return any(value.constant is not None for value in bound.env.names.values())


def _apply_changes(
    ev: Evaluator,
    frame: Frame,
    site: Site,
    closure: Closure,
    arguments: Arguments,
    summary: Summary,
    taint: Mapping[str, frozenset[Taint]],
) -> None:
    """Note which of the arguments the function changes, as if the caller did."""
    for place, parameter in enumerate(closure.function.parameters):
        if parameter.name in summary.changes:
            shift = 1 if closure.receiver is not None else 0
            actual = arguments.get(place - shift, parameter.name) if place >= shift else None
            if actual is not None and actual.node is not None and site.module is frame.module:
                decided_by = instantiate_taint(summary.changes[parameter.name], frame, site, taint)
                mutated(
                    ev, frame, site.node, actual.node, actual.value, by_callee=True, decided_by=decided_by
                )


def _note_uses_within(
    ev: Evaluator, frame: Frame, site: Site, closure: Closure, arguments: Arguments
) -> None:
    """Note at the call how a function uses the steps' results that it is given: its summary keeps none of that."""
    if len(ev.state.stack) >= MAX_DEPTH or closure.function in ev.state.stack:
        return
    events: list[Event] = []
    env = Env(closure.module, closure.env, closure.function.body.locals, step=frame.step)
    path = (*frame.path, site)
    inner = Frame(env, path, events, closure.function, phase=frame.phase)
    with recording(ev, HandlerFacts()):
        bind(ev, inner, closure, arguments)
        # What it does with the same results elsewhere, it does here: helpers that call each other twice would not end.
        key = (closure.function, closure.env, tuple(env.names.items()), ev.state.ambient, frame.phase.kind)
        known = ev.state.uses_within.get(key)
        if known is None:
            ev.state.stack.append(closure.function)
            run_body(ev, inner, closure.function)
            ev.state.stack.pop()
            known = ev.state.uses_within[key] = _relative(uses_of_results(events), len(path))
    for used in known:
        seen = used.seen_from((*path, *used.path), frame.step)
        frame.trace.append(replace(seen, site=site))


def _relative(uses: Iterable[ValueUse], depth: int) -> tuple[ValueUse, ...]:
    """Return one use of each kind, as the function itself sees it; `depth` is the number of calls that lead there."""
    found: dict[object, ValueUse] = {}
    for use in uses:
        kind = (use.of, use.use, use.name, use.sure, use.guarded)
        found.setdefault(kind, use.seen_from(use.path[depth:], None))
    return tuple(found.values())


def depth(ev: Evaluator) -> int:
    """Return how many nested calls are being followed."""
    return len(ev.state.stack) + len(ev.state.summaries.stack)


def _abstract_arguments(
    ev: Evaluator, closure: Closure, arguments: Arguments, bound: Frame
) -> dict[str, Value]:
    """Return what a summary depends on; a function given ever new objects is summarized for symbolic instances."""
    defaults = {
        each.name: each.default.value
        for each in closure.function.parameters
        if isinstance(each.default, ir.Literal)
    }
    # What is counted up from call to call would give a summary for each number.
    options = {*defaults, *_compared(ev, closure.function)} - _computed(closure, arguments)
    parameters = {
        name: abstract_argument(
            value,
            keeps_constant=name in options or _is_flag(value),
            keeps_items=ev.semantics.attributes_are_items,
            is_optional=defaults.get(name, ...) is None,
        )
        for name, value in bound.env.names.items()
    }
    known = ev.state.summaries.variants.setdefault((closure.function, closure.env), set())
    known.add(tuple(parameters.items()))
    if len(known) <= MAX_VARIANTS:
        return parameters
    return {name: _widened(ev, abstract_argument(value)) for name, value in parameters.items()}


def _compared(ev: Evaluator, function: ir.Function) -> frozenset[str]:
    """Return the parameters that a function compares with something, so that it may decide by them what it does."""
    known = ev.state.summaries.compared.get(function)
    if known is None:
        own = {each.name for each in function.parameters}
        compared = (
            each for node in walk(function.body.block, into_functions=False) for each in _operands(node)
        )
        names = (each.id for each in compared if isinstance(each, ir.Name))
        known = ev.state.summaries.compared[function] = frozenset(names) & own
    return known


def _operands(node: ir.Node) -> tuple[ir.Expr, ...]:
    """Return what code compares with each other."""
    if isinstance(node, ir.Match):
        return (node.subject,)
    return node.operands if isinstance(node, ir.Operation) and node.op in _COMPARING else ()


def _computed(closure: Closure, arguments: Arguments) -> set[str]:
    """Return the parameters that a call gives the result of an operator."""
    shift = 1 if closure.receiver is not None else 0
    found: set[str] = set()
    for place, parameter in enumerate(closure.function.parameters):
        actual = arguments.get(place - shift, parameter.name) if place >= shift else None
        if actual is not None and isinstance(actual.node, ir.Operation):
            found.add(parameter.name)
    return found


def _is_flag(value: Value) -> bool:
    return value.constant is not None and isinstance(value.constant.value, bool)


def _widened(ev: Evaluator, value: Value) -> Value:
    alternatives = (
        ev.semantics.symbolic_instance(ev, ref.class_) if isinstance(ref, Object) else ref
        for ref in value.alternatives
    )
    return value.of_alternatives(dict.fromkeys(alternatives))


def _summary(ev: Evaluator, closure: Closure, parameters: dict[str, Value]) -> Summary | None:
    """Return the summary of a function for some arguments; `None` while it is computed, and too deep in calls."""
    cache = ev.state.summaries
    key = (closure.function, closure.env, tuple(parameters.items()), ev.state.ambient)
    if key in cache.final:
        return cache.final[key]
    if key in cache.provisional:
        summary, cut = cache.provisional[key]
        cache.lowest_cut = min(cache.lowest_cut, cut)
        return summary
    if key in cache.stack:
        cache.lowest_cut = min(cache.lowest_cut, cache.stack.index(key))
        return None
    if depth(ev) >= MAX_DEPTH:
        return None
    place = len(cache.stack)
    outer_cut, cache.lowest_cut = cache.lowest_cut, MAX_DEPTH * 1000
    cache.stack.append(key)
    try:
        summary = _summarize(ev, closure, parameters)
    finally:
        cache.stack.pop()
    if cache.lowest_cut >= place:
        cache.final[key] = summary
        cache.provisional = {k: kept for k, kept in cache.provisional.items() if kept[1] < place}
    else:
        cache.provisional[key] = (summary, cache.lowest_cut)
    cache.lowest_cut = min(outer_cut, cache.lowest_cut if cache.lowest_cut < place else MAX_DEPTH * 1000)
    return summary


def _summarize(ev: Evaluator, closure: Closure, parameters: dict[str, Value]) -> Summary:
    events: list[Event] = []
    env = Env(closure.module, closure.env, closure.function.body.locals)
    frame = Frame(env, (), events, closure.function, run=FunctionRun(has_caller=True))
    for name, value in parameters.items():
        known = _promised_items(ev, closure, name, value)
        env.names[name] = known.with_taint(frozenset({FromParameter(name)}))
    with recording(ev, HandlerFacts()) as facts:
        outcome = run_body(ev, frame, closure.function)
    return Summary.of(outcome, events, facts)


def _promised_items(ev: Evaluator, closure: Closure, name: str, value: Value) -> Value:
    """Return a parameter with the items that its annotation promises: which ones a collection holds is not kept."""
    only = value.only
    if isinstance(only, OptionsObject):
        return only.collection()
    if not isinstance(only, Instance) or ev.semantics.type_facts(only.type).container is None:
        return value
    for parameter in closure.function.parameters:
        if parameter.name == name and parameter.annotation is not None and not parameter.star:
            promised = annotated(ev, Frame(closure.env, (), []), parameter.annotation)
            # That it counts as true, which an empty list of Python does not, is more than the annotation promises.
            is_more = only.is_given and ev.semantics.truth(promised) is None
            return promised if isinstance(promised.only, Collection) and not is_more else value
    return value


def _may_vary(ev: Evaluator, closure: Closure, summary: Summary, bound: Frame) -> bool:
    """Return whether a function may return something else when it is called again with the same arguments."""
    if summary.effects or summary.unknown or closure.function.body.outer:
        return True
    mutable = (Object, Collection, Instance)
    return any(
        isinstance(ref, mutable) and not ev.semantics.type_facts(type_name(ref)).is_immutable
        for value in bound.env.names.values()
        for ref in value.alternatives
    )
