"""Lower types to the expressions that annotations are made of: names, subscripts, unions and literals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from wflint.ir import nodes as ir
from wflint.ir.spelling import RETURN_TYPE
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.literals import text_of_string
from wflint.languages.typescript.scope import LexicalScope


def lower_type(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower a type, or the annotation that holds one; what no annotation says becomes an `Other`."""
    lower_kind = _TYPES.get(node.type)
    if lower_kind is None:
        return ir.Other(node)
    return lower_kind(scope, node)


def annotation(scope: LexicalScope, node: Node, name: str = "type") -> ir.Expr | None:
    """Lower the annotation in a field of a node, where it has one."""
    found = node.child_by_field_name(name)
    return lower_type(scope, found) if found is not None else None


def type_arguments(scope: LexicalScope, node: Node | None) -> tuple[ir.Expr, ...]:
    """Lower the type arguments of a call."""
    if node is None:
        return ()
    return tuple(lower_type(scope, child) for child in node.named_children)


def _inner(scope: LexicalScope, node: Node) -> ir.Expr:
    children = node.named_children
    return lower_type(scope, children[-1]) if children else ir.Other(node)


def _name(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Name(node, scope.variable(scope.file.code(node)))


def _nested(scope: LexicalScope, node: Node) -> ir.Expr:
    module, name = node.child_by_field_name("module"), node.child_by_field_name("name")
    if module is None or name is None:
        return ir.Other(node)
    owner = _nested(scope, module) if module.type.startswith("nested") else _name(scope, module)
    return ir.Attribute(node, owner, scope.file.code(name))


def _generic(scope: LexicalScope, node: Node) -> ir.Expr:
    name, arguments = node.child_by_field_name("name"), node.child_by_field_name("type_arguments")
    if name is None:
        return ir.Other(node)
    asked = arguments.named_children[0] if arguments is not None and arguments.named_children else None
    if scope.file.code(name) == RETURN_TYPE and asked is not None and asked.type == "type_query":
        return ir.Attribute(node, _queried(scope, asked), RETURN_TYPE)
    given = type_arguments(scope, arguments)
    index = given[0] if len(given) == 1 else ir.Container(node, ir.ContainerKind.TUPLE, given)
    return ir.Subscript(node, lower_type(scope, name), index)


def _queried(scope: LexicalScope, node: Node) -> ir.Expr:
    """Lower the function that `typeof` is about, without the type arguments that it may be given there."""
    if node.type in ("type_query", "instantiation_expression"):
        return _queried(scope, node.named_children[0]) if node.named_children else ir.Other(node)
    if node.type == "identifier":
        return _name(scope, node)
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    if node.type != "member_expression" or owner is None or name is None:
        return ir.Other(node)
    return ir.Attribute(node, _queried(scope, owner), scope.file.code(name))


def _array(scope: LexicalScope, node: Node) -> ir.Expr:
    return ir.Subscript(node, ir.Name(node, "Array"), _inner(scope, node))


def _tuple(scope: LexicalScope, node: Node) -> ir.Expr:
    items = _either(node, [lower_type(scope, child) for child in node.named_children])
    return ir.Subscript(node, ir.Name(node, "Array"), items)


def _union(scope: LexicalScope, node: Node) -> ir.Expr:
    return _either(node, [lower_type(scope, child) for child in node.named_children])


def _either(handle: Node, types: list[ir.Expr]) -> ir.Expr:
    if not types:
        return ir.Other(handle)
    return ir.Operation(handle, "|", tuple(types)) if len(types) > 1 else types[0]


def _object(scope: LexicalScope, node: Node) -> ir.Expr:
    keys: list[ir.Expr | None] = []
    items: list[ir.Expr] = []
    for child in node.named_children:
        name = child.child_by_field_name("name")
        if child.type == "property_signature" and name is not None:
            keys.append(ir.Literal(name, _property_name(scope, name)))
            items.append(annotation(scope, child) or ir.Other(child))
    return ir.Container(node, ir.ContainerKind.DICT, tuple(items), tuple(keys))


def _property_name(scope: LexicalScope, node: Node) -> str:
    return text_of_string(scope, node) if node.type == "string" else scope.file.code(node)


def _literal(scope: LexicalScope, node: Node) -> ir.Expr:
    child = node.named_children[0] if node.named_children else None
    match child.type if child is not None else "":
        case "string" if child is not None:
            return ir.Literal(node, text_of_string(scope, child))
        case "true" | "false" as kind:
            return ir.Literal(node, kind == "true")
        case "null" | "undefined":
            return ir.Literal(node, None)
        case _:
            return ir.Name(node, "number")


_TYPES: Final[dict[str, Callable[[LexicalScope, Node], ir.Expr]]] = {
    "type_annotation": _inner, "parenthesized_type": _inner, "readonly_type": _inner,
    "type_identifier": _name, "predefined_type": _name, "identifier": _name,
    "nested_type_identifier": _nested, "nested_identifier": _nested,
    "generic_type": _generic, "array_type": _array, "tuple_type": _tuple, "union_type": _union,
    "object_type": _object, "interface_body": _object, "literal_type": _literal, "optional_type": _inner,
}  # fmt: skip
