"""Uses of what the engine provided: the payload, the headers, the response of a request."""

from __future__ import annotations

from wflint.domain.alternatives import ClassRef, Closure, Headers, Instance, Payload
from wflint.domain.awaited import StepResult
from wflint.domain.taint import UNTAINTED, FromRequest, Taint
from wflint.domain.values import Actual, Arguments, Ref, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.events import UseKind, ValueUse


def note_use(
    ev: Evaluator,
    frame: Frame,
    node: ir.Node,
    ref: Ref,
    use: UseKind,
    name: str = "",
    key: Actual | None = None,
    *,
    sure: bool = True,
) -> None:
    """Note a use of something that the engine provided; `sure` if it can be nothing else."""
    if not is_given(ev, ref):
        return
    site = frame.site(node)
    guarded = any(isinstance(each, FromRequest) and each.part for each in frame.control_taint)
    frame.trace.append(
        ValueUse(site, (*frame.path, site), ref, use, name, key, sure=sure, guarded=guarded, step=frame.step)
    )


def note_arguments(ev: Evaluator, frame: Frame, node: ir.Node, name: str, arguments: Arguments) -> None:
    """Note the arguments of code that cannot be followed."""
    for value in arguments.values():
        only = value.only
        for ref in value.alternatives:
            note_use(ev, frame, node, ref, UseKind.ARGUMENT, name, sure=only is ref)


def note_change(
    ev: Evaluator, frame: Frame, node: ir.Node, owner: Value, how: str, key: Actual | None = None
) -> None:
    """Note that the payload, or a part of it that is no copy, is changed by a method, an operator, `=` or `del`."""
    for ref in owner.alternatives:
        if isinstance(ref, Payload) and not ref.is_copy:
            sure = owner.always(lambda ref: isinstance(ref, Payload) and not ref.is_copy)
            note_use(ev, frame, node, ref, UseKind.CHANGE, how, key, sure=sure)


def note_spread(ev: Evaluator, frame: Frame, node: ir.Call, callee: Value) -> None:
    """Note a payload that is spread into the arguments of something that takes only certain ones."""
    for argument in node.args:
        if argument.star == "**" and any(map(_takes_certain_names, callee.alternatives)):
            value = ev.evaluate(_silent(frame), argument.value)
            for ref in value.alternatives:
                note_use(
                    ev,
                    frame,
                    node,
                    ref,
                    UseKind.ARGUMENT,
                    f"{spelled(node.func)}(**)",
                    sure=value.only is ref,
                )


def note_operands(ev: Evaluator, frame: Frame, node: ir.Operation, values: list[Value]) -> None:
    """Note the operands of an operator."""
    for place, value in enumerate(values):
        other = 1 - place if len(values) > 1 else None
        key = Actual(values[other], node.operands[other]) if other in (0, 1) else None
        for ref in value.alternatives:
            if isinstance(ref, StepResult) or is_event(ev, ref):
                note_use(ev, frame, node, ref, UseKind.OPERAND, node.op, key, sure=value.only is ref)


def note_key(ev: Evaluator, frame: Frame, node: ir.Node, value: Value) -> None:
    """Note a value that is used as a key, or becomes an item of a set."""
    for ref in value.alternatives:
        if isinstance(ref, StepResult):
            note_use(ev, frame, node, ref, UseKind.KEY, sure=value.only is ref)


def note_test(ev: Evaluator, frame: Frame, node: ir.Node, value: Value) -> None:
    """Note a value that is tested for truth."""
    for ref in value.alternatives:
        if isinstance(ref, StepResult) or is_event(ev, ref):
            note_use(ev, frame, node, ref, UseKind.TEST, sure=value.only is ref)


def is_event(ev: Evaluator, ref: Ref) -> bool:
    """Return whether something is what a step has waited for, which is nothing where that has not come in time."""
    return isinstance(ref, Instance) and ref.type in ev.state.profile_index.events


def request_taint(frame: Frame, ref: Ref, *, part: bool) -> frozenset[Taint]:
    """Return the taint of a value that the request brought; in a step it is recorded, so it does not vary any more."""
    if frame.step is not None or not isinstance(ref, (Payload, Headers)):
        return UNTAINTED
    return frozenset({FromRequest("payload" if isinstance(ref, Payload) else "headers", part)})


def is_given(ev: Evaluator, ref: Ref) -> bool:
    """Return whether something is what the engine provided."""
    if isinstance(ref, Instance):
        return ref.type in ev.state.profile_index.responses
    return isinstance(ref, (Payload, Headers, StepResult))


def _silent(frame: Frame) -> Frame:
    """Return the same frame, with a trace that is thrown away."""
    return Frame(frame.env, frame.path, [], frame.function, frame.loops, frame.phase)


def _takes_certain_names(ref: Ref) -> bool:
    if isinstance(ref, Closure):
        return not any(parameter.star == "**" for parameter in ref.function.parameters)
    return isinstance(ref, ClassRef)
