"""Which step a call runs that is no call of a step method."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import cast

from wflint.domain.alternatives import (
    BoundStepMethod,
    Closure,
    Context,
    DecoratedCallable,
    External,
    Method,
    Object,
    Partial,
    StepDecorator,
)
from wflint.domain.values import TOP, Arguments, Ref, Value, constant
from wflint.engines import Color
from wflint.engines.steps import ArgumentForwarding, NestedCall, StepKind, StepMethod
from wflint.interpreter.arguments import evaluate_quietly
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

NAME, FUNCTION = "name", "function"
"""The parameter names of a function that a decorator has made a step."""


def found_context(ev: Evaluator, name: str) -> Context | None:
    """Return the context that a function gives which finds that of the handler that is followed; `None` where none does."""
    known, context = ev.state.profile_index.found.get(name), ev.state.ambient
    if known is None or context is None or known[0].id != context.profile.id:
        return None
    return replace(context, path=known[1])


def wrapped_step(ev: Evaluator, frame: Frame, node: ir.Call, callee: Ref | None) -> BoundStepMethod | None:
    """Return the step that a function runs; looked up before the arguments, which are evaluated as a step's."""
    if not isinstance(callee, External) or callee.name not in ev.state.profile_index.step_functions:
        return None

    def given(method: StepMethod) -> Value | None:
        argument = _context_argument(node, method)
        return evaluate_quietly(ev, frame, argument) if argument is not None else None

    return step_function(ev, callee.name, given)


def step_function(
    ev: Evaluator, name: str, given: Callable[[StepMethod], Value | None]
) -> BoundStepMethod | None:
    """Return the step that a function runs on the context it is given; `None` if it runs none."""
    for engine, method in ev.state.profile_index.step_functions.get(name, {}).items():
        value = given(method) if method.context is not None else None
        context = value.only if value is not None else ev.state.ambient
        if isinstance(context, Context) and context.profile.id == engine:
            return BoundStepMethod(context, method, name)
    return None


def decorated_step(ev: Evaluator, frame: Frame, callee: Ref | None) -> BoundStepMethod | None:
    """Return the step that calling something runs here that an SDK has made; `None` where it is a plain call."""
    if isinstance(callee, StepDecorator):
        return remote_step(ev, callee)
    decorator = _decorator(callee)
    context = ev.state.ambient
    if callee is None or decorator is None or context is None or decorator.profile.id != context.profile.id:
        return None
    if frame.step is not None and decorator.function.inside is NestedCall.PLAIN:
        return None
    if decorator.fault is not None:
        ev.facts.faults[decorator.fault] = None
    function = _undecorated(callee)
    name = _name_of(function)
    method = StepMethod(
        name,
        decorator.function.kind,
        name=NAME,
        hands_on=ArgumentForwarding.ALL,
        function=FUNCTION if decorator.function.kind is StepKind.RUN else None,
        color=decorator.function.color or Color.of(is_async=_is_async(function)),
    )
    return BoundStepMethod(context, method, name, function, decorator.label or constant(name))


def _decorator(ref: Ref | None) -> StepDecorator | None:
    match ref:
        case Closure():
            return ref.step_decorator
        case DecoratedCallable():
            return ref.decorator
        case _:
            return None


def _undecorated(ref: Ref) -> Ref:
    return (
        ref.target
        if isinstance(ref, DecoratedCallable)
        else replace(cast("Closure", ref), step_decorator=None)
    )


def _name_of(ref: Ref | None) -> str:
    match ref:
        case Closure():
            return ref.name
        case External() | Method():
            return ref.name.rpartition(".")[2]
        case Object():
            return ref.class_.class_.name
        case Partial():
            return _name_of(ref.target.only)
        case _:
            return "step"


def _is_async(ref: Ref | None) -> bool:
    if isinstance(ref, Partial):
        return _is_async(ref.target.only)
    return isinstance(ref, Closure) and ref.function.is_async


def remote_step(ev: Evaluator, decorator: StepDecorator) -> BoundStepMethod | None:
    """Return the step that calling what a decorator stands for runs, where that is elsewhere."""
    context, known = ev.state.ambient, decorator.function
    if not known.remote or context is None or decorator.profile.id != context.profile.id:
        return None
    label = decorator.label or TOP
    text = label.constant.value if label.constant is not None else None
    if isinstance(text, str) and known.name_after:
        label = constant(text.rpartition(known.name_after)[2]).with_taint(label.taint)
    name = label.constant.value if label.constant is not None else known.pattern.rpartition(".")[2]
    method = StepMethod(
        str(name),
        known.kind,
        name=NAME,
        hands_on=ArgumentForwarding.ALL,
        color=known.color,
        inside=known.inside,
        unawaited=known.unawaited,
    )
    return BoundStepMethod(context, method, method.method, label=label)


def _context_argument(node: ir.Call, function: StepMethod) -> ir.Expr | None:
    """Return the argument that passes the context to a function that runs steps; `None` where it may be any."""
    for place, argument in enumerate(node.args):
        if argument.star:
            return None
        named = argument.keyword or (function.parameters[place] if place < len(function.parameters) else "")
        if named == function.context:
            return argument.value
    return None


def context_among(arguments: Arguments, function: StepMethod) -> Value | None:
    """Return the context among the arguments of a function that runs steps."""
    place = function.parameters.index(function.context) if function.context else None
    actual = arguments.get(place, function.context)
    return actual.value if actual is not None else None
