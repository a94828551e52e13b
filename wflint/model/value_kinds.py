"""What fixes may take for granted of the values of expressions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

from wflint.domain.alternatives import Closure, Collection, Decoded, External, Payload
from wflint.domain.awaited import Promise, StepResult
from wflint.domain.values import Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.ir.rewriting import ValueKind
from wflint.serialization.json_check import BaseClasses
from wflint.serialization.json_roundtrip import result_shapes

_RUNTIME: Final = "node:"
"""What modules of the runtime give to be awaited are promises of the language."""
_REQUEST: Final = "fetch"
_PROMISED: Final = "Promise"
_MAKERS: Final = frozenset(
    {"concat", "filter", "flat", "flatMap", "map", "reverse", "slice", "sort", "toReversed", "toSorted"}
)
"""Methods of arrays that give an array."""


def kinds_among(
    values: Mapping[ir.Expr, Value], promised: Value, base_classes: BaseClasses
) -> Callable[[object], frozenset[ValueKind]]:
    """Return a function that says what is certain of an expression, by its handle.

    Args:
        values: What each expression may be.
        promised: The payload that the annotation of the context promises.
        base_classes: Returns the external bases of a first-party class.
    """
    nodes = {node.handle: node for node in values}

    def kinds(handle: object) -> frozenset[ValueKind]:
        node = nodes.get(handle)
        if node is None:
            return frozenset()
        value = values[node]
        holds = {
            ValueKind.LIST: _gives_list(node, values, promised, base_classes),
            ValueKind.DATA: value.always(lambda ref: isinstance(ref, (Payload, StepResult, Decoded))),
            ValueKind.NOTHING: value.always(lambda ref: isinstance(ref, Const) and ref.value is None),
            ValueKind.PROMISE: _gives_promise(node, values),
        }
        return frozenset(kind for kind, is_so in holds.items() if is_so)

    return kinds


def _gives_list(
    node: ir.Expr, values: Mapping[ir.Expr, Value], promised: Value, base_classes: BaseClasses
) -> bool:
    value = values.get(node)
    if value is None:
        return False
    if value.always(lambda ref: isinstance(ref, Collection)) or not isinstance(node, ir.Call):
        return value.always(lambda ref: _is_list(ref, promised, base_classes))
    # Nobody knows what a method gives, but for those that lists make lists with.
    func = node.func
    return (
        isinstance(func, ir.Attribute)
        and func.attr in _MAKERS
        and _gives_list(func.value, values, promised, base_classes)
    )


def _is_list(ref: Ref, promised: Value, base_classes: BaseClasses) -> bool:
    """Return whether something that a loop goes through is a list: of plain data, nothing else has items but text."""
    match ref:
        case Collection():
            return ref.kind is ir.ContainerKind.LIST and ref.type is None
        case StepResult():
            return all(shape.type == "list" for shape in result_shapes(ref, base_classes))
        case Payload():
            part = _promised_part(promised, ref.place)
            return (
                part is None
                or part.is_top
                or part.always(lambda each: _is_list(each, promised, base_classes))
            )
        case Decoded():
            return True
        case _:
            return False


def _promised_part(promised: Value, place: tuple[object, ...] | None) -> Value | None:
    """Return what is promised of a part of the payload; `None` where nothing is."""
    part = promised
    for key in place or ():
        held = part.only
        if not isinstance(held, Collection):
            return None
        found = held.items.get(key, held.rest)
        if found is None:
            return None
        part = found
    return part if place is not None else None


def _gives_promise(node: ir.Expr, values: Mapping[ir.Expr, Value]) -> bool:
    value = values[node]
    if value.always(lambda ref: isinstance(ref, Promise)):
        return True
    callee = values.get(node.func) if isinstance(node, ir.Call) else None
    return callee is not None and callee.always(_returns_promise)


def _returns_promise(ref: Ref) -> bool:
    """Return whether what is called gives a promise, given that its result is awaited."""
    match ref:
        case External(name=name):
            return name == _REQUEST or name.startswith(_RUNTIME)
        case Closure(function=function):
            return _names_promise(function.returns)
        case _:
            return False


def _names_promise(annotation: ir.Expr | None) -> bool:
    match annotation:
        case ir.Subscript(value=ir.Name(id=name)) | ir.Name(id=name):
            return name == _PROMISED
        case _:
            return False
