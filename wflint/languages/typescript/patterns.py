"""Lower patterns, which take values apart, to assignments of one variable each."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.ir import nodes as ir
from wflint.languages.typescript.expressions import children, first_child, lower, lower_field, lower_target
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.scope import LexicalScope

_SHORTHAND: Final = "shorthand_property_identifier_pattern"


def names_in(scope: LexicalScope, node: Node) -> Iterator[str]:
    """Yield the names that a pattern binds."""
    if node.type in ("identifier", _SHORTHAND):
        yield scope.file.code(node)
        return
    for child in children(node):
        if node.type == "pair_pattern" and child == node.child_by_field_name("key"):
            continue
        if (
            node.type in ("assignment_pattern", "object_assignment_pattern")
            and child != node.named_children[0]
        ):
            continue
        yield from names_in(scope, child)


def is_plain(node: Node) -> bool:
    """Return whether the representation has targets like a pattern: names, and lists of names."""
    if node.type == "array_pattern":
        # A hole shifts the places of what follows.
        commas = sum(child.type == "," for child in node.children)
        inner = children(node)
        return commas < max(len(inner), 1) and all(map(is_plain, inner))
    if node.type == "rest_pattern":
        return all(map(is_plain, children(node)))
    return node.type in ("identifier", "member_expression", "subscript_expression")


def taken_apart(scope: LexicalScope, pattern: Node, value: ir.Expr) -> Iterator[ir.Statement]:
    """Yield the assignments by which a pattern takes a value apart; its variables are declared.

    Args:
        scope: Where the pattern stands.
        pattern: The pattern.
        value: What it takes apart; it is evaluated once.
    """
    if is_plain(pattern):
        yield ir.Assign(pattern, (_target(scope, pattern),), value)
        return
    if not isinstance(value, ir.Name):
        name = ir.Name(value.handle, scope.temporary())
        yield ir.Assign(pattern, (name,), value)
        value = name
    match pattern.type:
        case "object_pattern":
            for child in children(pattern):
                yield from _entry(scope, child, value)
        case "array_pattern":
            yield from _items(scope, pattern, value)
        case "assignment_pattern":
            yield from taken_apart(scope, _field(pattern, "left"), _or_default(scope, pattern, value))
        case "rest_pattern":
            yield from (each for child in children(pattern) for each in taken_apart(scope, child, value))
        case _:
            yield ir.Assign(pattern, (_target(scope, pattern),), value)


def _entry(scope: LexicalScope, node: Node, value: ir.Name) -> Iterator[ir.Statement]:
    match node.type:
        case "shorthand_property_identifier_pattern" | "shorthand_property_identifier":
            named = ir.Attribute(node, value, scope.file.code(node))
            yield ir.Assign(node, (_target(scope, node),), named)
        case "object_assignment_pattern":
            left = _field(node, "left")
            named = ir.Attribute(left, value, scope.file.code(left))
            yield ir.Assign(node, (_target(scope, left),), _or_default(scope, node, named))
        case "pair_pattern" | "pair":
            member = _member(scope, _field(node, "key"), value)
            yield from taken_apart(scope, _field(node, "value"), member)
        case "rest_pattern":
            for child in children(node):
                yield ir.Assign(node, (_target(scope, child),), ir.Other(node, (value,)))
        case _:
            pass


def _member(scope: LexicalScope, key: Node, value: ir.Name) -> ir.Expr:
    if key.type == "computed_property_name":
        return ir.Subscript(key, value, lower(scope, first_child(key) or key))
    name = lower(scope, key) if key.type in ("string", "number") else None
    if isinstance(name, ir.Literal):
        return ir.Attribute(key, value, str(name.value))
    return ir.Attribute(key, value, scope.file.code(key))


def _items(scope: LexicalScope, pattern: Node, value: ir.Name) -> Iterator[ir.Statement]:
    place = 0
    for child in pattern.children:
        if child.type == ",":
            place += 1
        elif child.is_named and child.type != "comment":
            if child.type == "rest_pattern":
                for inner in children(child):
                    yield from taken_apart(scope, inner, ir.Other(child, (value,)))
            else:
                item = ir.Subscript(child, value, ir.Literal(child, place))
                yield from taken_apart(scope, child, item)


def _or_default(scope: LexicalScope, node: Node, value: ir.Expr) -> ir.Expr:
    return ir.Operation(node, "??", (value, lower_field(scope, node, "right")))


def _target(scope: LexicalScope, node: Node) -> ir.Expr:
    return lower_target(scope, node, node)


def _field(node: Node, name: str) -> Node:
    found = node.child_by_field_name(name)
    return found if found is not None else node.named_children[0]
