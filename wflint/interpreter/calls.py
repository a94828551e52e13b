"""Dispatches calls by what is called."""

from __future__ import annotations

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Decoded,
    DecoratedCallable,
    EndingMethod,
    External,
    HandlerRegistration,
    IdentityDecorator,
    Method,
    Object,
    Partial,
    Payload,
    StepDecorator,
    TupleClass,
)
from wflint.domain.awaited import PendingEnd, StepResult
from wflint.domain.contents import carries_context
from wflint.domain.lattice import WIDENING_LIMIT, each_alternative
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value
from wflint.interpreter.alternation import Arms
from wflint.interpreter.attributes import attribute
from wflint.interpreter.catalogued import handed_on
from wflint.interpreter.effects import method_that_asks, note_unavailable, own_randomness
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.external import external_call, method_call
from wflint.interpreter.faults import checked
from wflint.interpreter.following import invoke
from wflint.interpreter.frame import Frame
from wflint.interpreter.optional_sdk import engines_own
from wflint.interpreter.recording import note_unknown
from wflint.interpreter.registration import (
    as_step_function,
    register_handler,
    with_step_decorator,
    wrapping,
)
from wflint.interpreter.rows import protocol_method
from wflint.interpreter.step_lookup import decorated_step, remote_step
from wflint.interpreter.steps import start_step
from wflint.ir import nodes as ir
from wflint.trace.mistakes import ReplacedCall


def call(ev: Evaluator, frame: Frame, node: ir.Expr, callee: Value, arguments: Arguments) -> Value:
    """Return the result of calling a value; follow it where it is first-party code."""
    if not callee.alternatives:
        known = ev.semantics.unknown_method(ev, frame, node, arguments)
        if known is not None:
            return known
        note_unknown(ev, frame, node, arguments)
        return handed_on(ev, frame, node, arguments).with_taint(callee.taint)
    called = method_that_asks(ev, engines_own(ev, _called(callee)))
    if len(called.alternatives) > WIDENING_LIMIT and any(map(carries_context, arguments.values())):
        return own_randomness(node, _one_of_many(ev, frame, node, called, arguments))
    return own_randomness(node, _one_of(ev, frame, node, called, arguments))


def _one_of(ev: Evaluator, frame: Frame, node: ir.Expr, called: Value, arguments: Arguments) -> Value:
    arms = Arms(frame, called)
    result = each_alternative(called, lambda ref: _call_ref(ev, arms.frame(), node, ref, arguments))
    arms.record(node)
    return result


def _one_of_many(ev: Evaluator, frame: Frame, node: ir.Expr, called: Value, arguments: Arguments) -> Value:
    """Call one of many functions that may run steps; where they call each other in the same way, each is followed once."""
    if called.alternatives in ev.state.choices:
        # A recursion: what it does is known from the calls around this one.
        return TOP.with_taint(called.taint)
    ev.state.choices.append(called.alternatives)
    result = _one_of(ev, frame, node, called, arguments)
    ev.state.choices.pop()
    return result


_DATA = (Payload, StepResult, Decoded)


def _called(callee: Value) -> Value:
    """Return what is called of an attribute of plain data: the method, since no item of it could be."""
    methods = {ref.owner for ref in callee.alternatives if isinstance(ref, Method)}
    if not any(isinstance(owner, _DATA) for owner in methods):
        return callee
    kept = (ref for ref in callee.alternatives if not isinstance(ref, _DATA))
    return callee.of_alternatives(kept)


def _call_ref(ev: Evaluator, frame: Frame, node: ir.Expr, ref: Ref, arguments: Arguments) -> Value:
    """Return the result of calling one alternative; note the call where its target is unknown."""
    match ref:
        case Closure(replaced_by=HandlerRegistration() as by):
            frame.trace.append(ReplacedCall(frame.site(node), ref.function.name, by, arguments))
            return TOP
        case Closure():
            step = decorated_step(ev, frame, ref)
            if step is not None:
                return start_step(ev, frame, node, step, arguments)
            outcome = invoke(ev, frame, node, ref, arguments)
            ev.facts.results[node] = outcome.returned
            return outcome.value
        case ClassRef():
            return ev.semantics.construct(ev, frame, node, ref, arguments)
        case External():
            name = ev.semantics.called_name(node, ref.name)
            note_unavailable(ev, frame, node, name)
            return external_call(ev, frame, node, name, arguments)
        case Method():
            return method_call(ev, frame, node, ref, arguments)
        case BoundStepMethod():
            return start_step(ev, frame, node, ref, arguments)
        case EndingMethod():
            path = (*frame.path, frame.site(node))
            ev.facts.endings.append(path)
            return Value((PendingEnd(ref.context, path),))
        case Partial():
            bound = tuple(Actual(value) for value in ref.positional)
            keywords = {name: Actual(value) for name, value in ref.keywords}
            merged = Arguments(
                (*bound, *arguments.positional), {**keywords, **arguments.keywords}, arguments.rest
            )
            return call(ev, frame, node, ref.target, merged)
        case TupleClass():
            return _named_tuple(frame, ref, arguments)
        case HandlerRegistration():
            return as_step_function(
                ev, ref.pattern.pattern, register_handler(ev, frame, node, ref, arguments)
            )
        case DecoratedCallable():
            step = decorated_step(ev, frame, ref)
            if step is not None:
                return start_step(ev, frame, node, step, arguments)
            return call(ev, frame, node, Value((ref.target,)), arguments)
        case StepDecorator() if (remote := remote_step(ev, ref)) is not None:
            return start_step(ev, frame, node, remote, arguments)
        case StepDecorator() if not ref.function.remote:
            actual = arguments.get(0, None)
            return with_step_decorator(actual.value, checked(ev, frame, node, ref, actual)) if actual else TOP
        case IdentityDecorator():
            actual = arguments.get(0, None)
            if actual is None:
                return TOP
            return (
                wrapping(actual.value, ref.wrapped, is_named_like=True)
                if ref.wrapped is not None
                else actual.value
            )
        case Object():
            called = ev.semantics.class_member(ev, ref.class_, "__call__")
            if called is not None:
                return call(ev, frame, node, attribute(ev, frame, node, Value((ref,)), "__call__"), arguments)
        case _:
            pass
    called_method = protocol_method(ev, ref, "__call__")
    if called_method is not None:
        return method_call(ev, frame, node, called_method, arguments)
    note_unknown(ev, frame, node, arguments)
    return handed_on(ev, frame, node, arguments)


def _named_tuple(frame: Frame, ref: TupleClass, arguments: Arguments) -> Value:
    items: dict[object, Value] = {}
    for place, name in enumerate(ref.fields):
        actual = arguments.get(place, name)
        items[place] = actual.value if actual is not None else TOP
    type_ = f"collections.namedtuple.{ref.name}"
    made = Collection(ir.ContainerKind.TUPLE, items, step=frame.step, type=type_, fields=ref.fields)
    return Value((made,))
