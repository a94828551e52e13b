"""Reads of attributes and items: only the member is noted as used, not all that its owner holds."""

from __future__ import annotations

from collections.abc import Callable

from wflint.domain.alternatives import (
    ClassRef,
    Collection,
    Context,
    Decoded,
    External,
    Headers,
    Instance,
    Method,
    Object,
    Payload,
)
from wflint.domain.awaited import ITEM, StepResult
from wflint.domain.lattice import join, join_all
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value, constant
from wflint.interpreter.attributes import attribute
from wflint.interpreter.collections import item_at, put_item
from wflint.interpreter.effects import header_value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import STORED, WHOLE, key_of
from wflint.interpreter.frame import Frame
from wflint.interpreter.module_state import (
    attribute_of_name_changed,
    attribute_of_name_read,
    kept_changed,
)
from wflint.interpreter.mutations import mutated
from wflint.interpreter.names import capture, load
from wflint.interpreter.recording import remember
from wflint.interpreter.rows import protocol_method
from wflint.interpreter.uses import note_change, note_key, note_use, request_taint
from wflint.ir import nodes as ir
from wflint.trace.events import UseKind


def read_attribute(ev: Evaluator, frame: Frame, node: ir.Attribute) -> Value:
    """Return the value of an attribute."""
    owner, root = evaluate_owner(ev, frame, node.value, node.attr)
    value = _read(ev, frame, node, owner)
    if root is not None:
        capture(ev, frame, root, value, owner)
    return value


def read_item(ev: Evaluator, frame: Frame, node: ir.Subscript) -> Value:
    """Return the item at an index."""
    owner, root = evaluate_owner(ev, frame, node.value, key_of(node.index))
    value = _item(ev, frame, node, owner)
    if root is not None:
        capture(ev, frame, root, value, owner)
    return value


def evaluate_callee(
    ev: Evaluator, frame: Frame, node: ir.Call
) -> tuple[Value, Callable[[Value], None] | None]:
    """Evaluate what is called.

    Returns:
        The callee, and what notes the use of the result, of a container whose item a method returns: only that is used.
    """
    func = node.func
    if not isinstance(func, ir.Attribute):
        return ev.evaluate(frame, func), None
    key = (
        key_of(node.args[0].value) if node.args and ev.semantics.method_facts(func.attr).gives_item else WHOLE
    )
    owner, root = evaluate_owner(ev, frame, func.value, func.attr if key is WHOLE else key)
    callee = _attribute(ev, frame, func, owner)
    remember(ev, func, callee)
    if root is None:
        return callee, None
    if key is not WHOLE and isinstance(owner.only, Collection):
        return callee, lambda result: capture(ev, frame, root, result, owner)
    capture(ev, frame, root, callee, owner)
    return callee, None


def evaluate_owner(
    ev: Evaluator, frame: Frame, node: ir.Expr, member: object
) -> tuple[Value, ir.Name | None]:
    """Evaluate what a member is read from, or assigned to.

    Args:
        ev: The evaluator.
        frame: Where it is.
        node: The owner.
        member: The attribute or key; `WHOLE` where that is not known, `STORED` where it is assigned.

    Returns:
        The owner, and the variable that it is reached from, whose use is still to be noted.
    """
    match node:
        case ir.Name():
            root: ir.Name | None = node
            value = load(ev, frame, node, member)
        case ir.Attribute():
            owner, root = evaluate_owner(ev, frame, node.value, node.attr)
            value = _read(ev, frame, node, owner)
        case ir.Subscript():
            owner, root = evaluate_owner(ev, frame, node.value, key_of(node.index))
            value = _item(ev, frame, node, owner)
        case _:
            return ev.evaluate(frame, node), None
    remember(ev, node, value)
    return value, root


def _attribute(ev: Evaluator, frame: Frame, node: ir.Attribute, owner: Value) -> Value:
    value = attribute(ev, frame, node, owner, node.attr)
    return attribute_of_name_read(ev, frame, node, value)


def _read(ev: Evaluator, frame: Frame, node: ir.Attribute, owner: Value) -> Value:
    """Return an attribute that is not called: where attributes are items, one of plain data is a part of it."""
    value = _attribute(ev, frame, node, owner)
    if not ev.semantics.attributes_are_items or not any(map(_is_data, value.alternatives)):
        return value
    return value.of_alternatives(
        ref for ref in value.alternatives if not (isinstance(ref, Method) and _is_data(ref.owner))
    )


def _is_data(ref: Ref) -> bool:
    return isinstance(ref, (Payload, StepResult, Decoded))


def _item(ev: Evaluator, frame: Frame, node: ir.Subscript, owner: Value) -> Value:
    index = ev.evaluate(frame, node.index)
    found = [_item_of(ev, frame, node, ref, index, sure=owner.only is ref) for ref in owner.alternatives]
    if owner.is_open:
        found.append(TOP)
    return join_all(found).with_taint(owner.taint | index.taint)


def _item_of(ev: Evaluator, frame: Frame, node: ir.Subscript, ref: Ref, index: Value, *, sure: bool) -> Value:
    """Return the item of one alternative at an index, and note the use where the engine provided the alternative."""
    key = Actual(index, node.index)
    if ev.semantics.attributes_are_items and isinstance(ref, (Context, Headers, Instance)):
        name = index.constant.value if index.constant is not None else None
        if isinstance(name, str):
            return attribute(ev, frame, node, Value((ref,), is_open=not sure), name)
    match ref:
        case Collection():
            if ref.kind is ir.ContainerKind.DICT:
                note_key(ev, frame, node.index, index)
            return item_at(ref, index)
        case StepResult():
            note_use(ev, frame, node, ref, UseKind.ITEM, key=key, sure=sure)
            return Value((ref.part(index.constant.value if index.constant is not None else ITEM),))
        case Payload() | Headers():
            note_use(ev, frame, node, ref, UseKind.ITEM, key=key, sure=sure)
            is_slice = isinstance(node.index, ir.Other)
            part = Value((Payload(whole=False, is_copy=is_slice),))
            if ev.semantics.attributes_are_items and isinstance(ref, Payload):
                part = Value((ref.part(index.constant.value if index.constant is not None else ITEM),))
            if isinstance(ref, Headers):
                part = header_value(ev, frame, node, TOP, index)
            return part.with_taint(request_taint(frame, ref, part=True))
        case External() | Decoded():
            return Value((ref,))
        case ClassRef() if ev.semantics.is_enum(ref) and index.constant:
            return attribute(ev, frame, node, Value((ref,)), str(index.constant.value))
        case ClassRef():
            return Value((ref,))
        case Object() if ev.semantics.class_member(ev, ref.class_, "__getitem__") is not None:
            method = attribute(ev, frame, node, Value((ref,)), "__getitem__")
            return ev.call(frame, node, method, Arguments((key,)))
        case Instance() | Object():
            note_use(ev, frame, node, ref, UseKind.ITEM, key=key)
            getter = protocol_method(ev, ref, "__getitem__")
            return TOP if getter is None else ev.call(frame, node, Value((getter,)), Arguments((key,)))
        case _:
            return TOP


def assign_attribute(
    ev: Evaluator, frame: Frame, target: ir.Attribute, value: Value, statement: ir.Assign | None = None
) -> None:
    """Bind `owner.attr`, by an assignment where `statement` is one."""
    owner, _ = evaluate_owner(ev, frame, target.value, STORED)
    # What a loop assigns to an attribute differs from iteration to iteration.
    value = value.with_taint(frozenset(frame.loops))
    for ref in owner.alternatives:
        if isinstance(ref, Object):
            known = ref.attributes.get(target.attr) or ev.semantics.default_of(ev, frame, ref, target.attr)
            held = value if ref.kept is not None else value.with_taint(frame.deciding)
            ref.attributes[target.attr] = held if known is None else join(known, held)
        elif isinstance(ref, Collection) and ev.semantics.attributes_are_items:
            if frame.step is None or ref.step is frame.step:
                put_item(ref, target.attr, value.with_taint(frame.deciding))
        elif isinstance(ref, ClassRef):
            names = ev.semantics.class_env(ev, ref).names
            names[target.attr] = join(names[target.attr], value) if target.attr in names else value
        elif isinstance(ref, Context) and frame.step is None:
            ev.facts.asked_for.add(target.attr)
    if not any(kept_changed(ev, frame, target, target.value, ref, target.attr) for ref in owner.alternatives):
        attribute_of_name_changed(ev, frame, target)
    mutated(ev, frame, target, target.value, owner, target.attr)
    if ev.semantics.attributes_are_items:
        how = statement.op or "" if statement is not None else ""
        note_change(ev, frame, statement or target, owner, f"{how}=", Actual(constant(target.attr), target))
