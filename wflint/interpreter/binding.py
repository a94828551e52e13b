"""Binds a call's arguments to a function's parameters."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection, Data, Decoded, Instance, Method, Object, Payload
from wflint.domain.awaited import StepResult
from wflint.domain.lattice import join
from wflint.domain.taint import Taint
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value
from wflint.engines.storage import Format
from wflint.interpreter.annotations import annotated
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.recording import record_flow
from wflint.ir import nodes as ir
from wflint.serialization.json_roundtrip import step_shapes
from wflint.serialization.type_facts import is_json_class
from wflint.trace.flows import Sink
from wflint.trace.steps import step_of


def bind(ev: Evaluator, frame: Frame, closure: Closure, arguments: Arguments) -> None:
    """Bind a function's parameters in the frame of its call."""
    names = frame.env.names
    positional = list(arguments.positional)
    parameters = closure.function.parameters
    if parameters and parameters[0].is_receiver:
        names[parameters[0].name] = closure.receiver if closure.receiver is not None else TOP
        parameters = parameters[1:]
    elif closure.receiver is not None:
        positional.insert(0, Actual(closure.receiver))
    keywords = dict(arguments.keywords)
    for parameter in parameters:
        if parameter.star == "*":
            items: dict[object, Value] = {place: each.value for place, each in enumerate(positional)}
            spread = Collection(ir.ContainerKind.TUPLE, items, arguments.rest, frame.step)
            names[parameter.name] = Value((spread,))
            positional = []
            continue
        if parameter.star == "**":
            left: dict[object, Value] = {name: each.value for name, each in keywords.items()}
            spread = Collection(ir.ContainerKind.DICT, left, arguments.rest, frame.step)
            names[parameter.name] = Value((spread,))
            continue
        names[parameter.name] = _bound(ev, frame, closure, parameter, positional, keywords, arguments.rest)


def _bound(
    ev: Evaluator,
    frame: Frame,
    closure: Closure,
    parameter: ir.Parameter,
    positional: list[Actual],
    keywords: dict[str, Actual],
    rest: Value | None,
) -> Value:
    """Return the value of one parameter: the argument, the default, or what the annotation promises."""
    value: Value | None = None
    is_default = False
    if parameter.name in keywords and not parameter.positional_only:
        value = keywords.pop(parameter.name).value
    elif positional and not parameter.keyword_only:
        value = positional.pop(0).value
    elif rest is not None:
        value = rest
    elif parameter.name in closure.defaults:
        value = closure.defaults[parameter.name]
        is_default = True
        if frame.step is not None:
            record_flow(ev, frame, parameter, value, Sink.CAPTURED, frame.step)
    if value is not None and value.alternatives and value.constant is None and not _is_plain_data(value):
        return value
    if value is not None and isinstance(value.only, StepResult):
        # What the step returned says more than an annotation, which may promise what JSON has not kept.
        if step_shapes(step_of(value.only.step), ev.semantics.external_bases):
            return value
    taint = value.taint if value is not None else frozenset[Taint]()
    if value is not None and value.constant is not None:
        # Nothing is given, so an optional parameter is certainly what it is then.
        is_settled = is_default and not ev.state.discovering
        if is_settled or value.constant.value is not None:
            return value
    if parameter.annotation is None:
        return value if value is not None else TOP
    promised = annotated(ev, Frame(closure.env, (), []), parameter.annotation)
    if value is None or value.is_top:
        return promised.with_taint(taint)
    # An annotation that promises nothing, or what JSON never gives, does not make what is given less certain.
    if promised.is_top or (
        not (closure.decorators or closure.wrappers) and _knows_better(ev, value, promised)
    ):
        return value
    return join(value, promised)


def _knows_better(ev: Evaluator, value: Value, promised: Value) -> bool:
    """Return whether what is given comes from JSON, and the annotation promises an object of a class, or a container."""
    given, only = value.only, promised.only
    if ev.semantics.attributes_are_items and isinstance(only, Instance):
        # An annotation makes no object of what it calls one.
        return not only.type.startswith("builtins.") and all(map(_is_from_json, value.alternatives))
    if isinstance(only, Collection):
        return isinstance(given, Payload)
    match given:
        case Payload(whole=True):
            is_json = True
        case StepResult():
            is_json = step_of(given.step).context.profile.codec.kind is not Format.PICKLE
        case _:
            is_json = False
    return (
        is_json and isinstance(only, Object) and not is_json_class(ev.semantics.external_bases(only.class_))
    )


def _is_from_json(ref: Ref) -> bool:
    """Return whether something came through JSON, or is a field that did, which may be called."""
    return isinstance(ref.owner if isinstance(ref, Method) else ref, (Payload, StepResult))


def _is_plain_data(value: Value) -> bool:
    """Return whether a value is only known to be data, so that an annotation says more."""
    return all(isinstance(ref, (Payload, StepResult, Data, Decoded)) for ref in value.alternatives)


def is_given(frame: Frame, node: ir.Expr, test: Value) -> bool:
    """Return whether a condition asks for an argument that may be left out, where the call gives a container with items."""
    only = test.only
    if not isinstance(node, ir.Name) or not isinstance(only, Collection) or not only.items or frame.loops:
        return False
    parameters = frame.function.parameters if frame.function is not None else ()
    return any(
        each.name == node.id and isinstance(each.default, ir.Literal) and each.default.value is None
        for each in parameters
    )
