"""Find what statements declare in their block, which is to be known before any of them is lowered."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final, NamedTuple

from wflint.languages.typescript.expressions import children
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.patterns import names_in
from wflint.languages.typescript.scope import LexicalScope

_DECLARED: Final = {
    "function_declaration", "generator_function_declaration", "class_declaration", "abstract_class_declaration",
    "enum_declaration", "interface_declaration", "type_alias_declaration",
}  # fmt: skip


class Outline(NamedTuple):
    """What is to be known of a statement before its block is lowered.

    Attributes:
        kind: What it is, or what it exports.
        names: The names that it declares in its block.
    """

    kind: str
    names: Sequence[str]


def declared(scope: LexicalScope, nodes: Iterable[Node]) -> Iterator[str]:
    """Yield the names that statements declare in their block."""
    for node in nodes:
        yield from outline_of(scope, node).names


def outline_of(scope: LexicalScope, node: Node) -> Outline:
    """Return what is to be known of a statement before its block is lowered."""
    kind = node.type
    if kind == "export_statement":
        inner = node.child_by_field_name("declaration")
        if inner is None:
            return Outline(kind, ())
        node, kind = inner, inner.type
    if kind == "lexical_declaration":
        patterns = (each.child_by_field_name("name") for each in children(node))
        found = [name for each in patterns if each is not None for name in names_in(scope, each)]
        return Outline(kind, found)
    if kind in _DECLARED:
        name = node.child_by_field_name("name")
        return Outline(kind, (scope.file.code(name),) if name is not None else ())
    if scope.file.spells_using:
        return Outline(kind, [scope.file.code(variable) for _, variable, _ in held(scope, node)])
    return Outline(kind, ())


def held(scope: LexicalScope, node: Node) -> list[tuple[Node, Node, Node]]:
    """Return what `using` declares, with the variable and the value; the grammar takes it for an assignment."""
    found: list[tuple[Node, Node, Node]] = []
    if not scope.file.spells_using or node.type != "expression_statement":
        return found
    waiting = children(node)
    while waiting:
        each = waiting.pop(0)
        if each.type in ("await_expression", "sequence_expression"):
            waiting[:0] = children(each)
        left, right = each.child_by_field_name("left"), each.child_by_field_name("right")
        is_using = any(child.type == "using" for child in each.children)
        if (
            each.type == "assignment_expression"
            and (is_using or found)
            and left is not None
            and right is not None
        ):
            found.append((each, left, right))
    return found
