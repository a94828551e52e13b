"""Moves the declaration of a variable to where it is first given what it is for."""

from __future__ import annotations

from typing import Final

from wflint.findings import Edit
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import declaration_of, uses_of
from wflint.languages.typescript.rewriting.syntax_context import (
    SyntaxContext,
    ancestors,
    function_around,
    statement_around,
)

_STARTS: Final = frozenset({"false", "null", "number", "string", "true", "undefined"})
"""What a variable holds at first that nobody has read."""
_EMPTY: Final = frozenset({"array", "object"})
_CHANGES: Final = {
    "assignment_expression": "left", "augmented_assignment_expression": "left", "for_in_statement": "left",
    "update_expression": "argument",
}  # fmt: skip


def declared_at(syntax: SyntaxContext, value: Node, assigned: Node) -> list[Edit]:
    """Return edits that declare a variable with a value, instead of before; none where something has a use for it before.

    Args:
        syntax: Where it is.
        value: What the variable is to hold, which is all of a statement now.
        assigned: The variable, where it has been assigned this value until now.
    """
    declared, statement = declaration_of(assigned), statement_around(value)
    declarator = declared.parent if declared is not None else None
    before = declarator.parent if declarator is not None else None
    if declared is None or declarator is None or before is None or not _is_plain(syntax, declarator, before):
        return []
    if before.parent != statement.parent or before.start_byte > statement.start_byte:
        return []
    uses = [each for each in uses_of(declared, before.parent or before) if each not in (declared, assigned)]
    if any(each.start_byte < statement.end_byte or _is_hoisted(each, statement) for each in uses):
        return []
    keyword = "let" if any(is_changed(each) for each in uses) else "const"
    annotated = declarator.child_by_field_name("type")
    type_ = syntax.code(annotated) if annotated is not None else ""
    start, _ = syntax.extent(value)
    return [
        syntax.remove(before),
        syntax.insert(start, f"{keyword} {syntax.code(declared)}{type_} = "),
    ]


def _is_plain(syntax: SyntaxContext, declarator: Node, statement: Node) -> bool:
    """Return whether a statement does no more than to declare one variable with a value that means nothing."""
    start = declarator.child_by_field_name("value")
    is_plain = start is None or start.type in _STARTS or (start.type in _EMPTY and not start.named_children)
    is_alone = sum(each.type == "variable_declarator" for each in statement.named_children) == 1
    is_let = statement.type == "lexical_declaration" and statement.children[0].type == "let"
    return is_plain and is_alone and is_let and not syntax.comment_behind(statement)


def _is_hoisted(use: Node, statement: Node) -> bool:
    """Return whether a use stands in a function that may be called before its place."""
    around = function_around(statement)
    return any(
        each.type.endswith("function_declaration")
        for each in ancestors(use)
        if each != around and (around is None or around in ancestors(each))
    )


def is_changed(use: Node) -> bool:
    """Return whether a variable is given another value where it stands, by itself or in a pattern."""
    inner = use
    for outer in ancestors(use):
        field = _CHANGES.get(outer.type)
        if field is not None:
            return outer.child_by_field_name(field) == inner
        if not outer.type.endswith("pattern"):
            return False
        inner = outer
    return False
