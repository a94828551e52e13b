"""What rules share about calls with too little that do not fail by themselves: what a function lacks has no value then."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Closure, Ref, ir, walk_nodes

_ASKING = frozenset({"??", "or", "and", "not", "==", "!=", "===", "!==", "is", "is not", "typeof"})
"""Operators that work with what has no value."""


def missing_parameter(ref: Ref, given: int) -> ir.Parameter | None:
    """Return a parameter for which a call gives nothing, although the function works with it."""
    if not isinstance(ref, Closure):
        return None
    function = ref.own.function
    takes = [each for each in function.parameters if not (each.star or each.is_receiver)]
    return next((each for each in takes[given:] if each.is_expected and _is_used(function, each.name)), None)


def lost_object(ref: Ref, node: ir.Expr) -> bool:
    """Return whether a method is taken from its object, which it asks for."""
    if not isinstance(ref, Closure) or ref.receiver is None or not isinstance(node, (ir.Attribute, ir.Name)):
        return False
    function = ref.own.function
    receiver = next((each.name for each in function.parameters[:1] if each.is_receiver), None)
    return receiver is not None and any(
        isinstance(each, ir.Attribute) and isinstance(each.value, ir.Name) and each.value.id == receiver
        for each in walk_nodes(function.body.block)
    )


def is_taken_apart(parameter: ir.Parameter) -> bool:
    """Return whether a parameter has no name of its own, since it is taken apart where it stands."""
    return not parameter.name.isidentifier()


def _is_used(function: ir.Function, name: str) -> bool:
    """Return whether code works with a variable, rather than asking whether it has a value."""
    asked = {id(each) for node in walk_nodes(function.body.block) for each in _only_asked(node)}
    return any(
        isinstance(node, ir.Name) and node.id == name and id(node) not in asked
        for node in walk_nodes(function.body.block)
    )


def _only_asked(node: ir.Node) -> Iterator[ir.Node]:
    match node:
        case ir.Operation(op=op, operands=operands) if op in _ASKING:
            yield from operands
        case ir.If(test=test) | ir.Conditional(test=test):
            yield test
        case _:
            pass
