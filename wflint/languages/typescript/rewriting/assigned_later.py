"""Finds variables that may hold something else once a function runs: what the compiler knows of their types, it forgets there."""

from __future__ import annotations

from typing import Final

from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import declaration_of, uses_of
from wflint.languages.typescript.rewriting.declarations import is_changed
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, ancestors, function_around

_KEYWORDS: Final = frozenset({"const", "let", "var"})
_EXTENDS: Final = frozenset(
    {
        "lexical_declaration", "variable_declaration", "expression_statement", "if_statement", "do_statement",
        "while_statement", "for_statement", "for_in_statement", "switch_statement", "try_statement",
    }
)  # fmt: skip
"""Statements at whose end the compiler takes the assignments in them to happen."""
_LITERALS: Final = frozenset({"string", "number", "template_string", "true", "false"})
_ONE_TYPE: Final = frozenset({"string", "number", "boolean", "bigint"})
_NOTHING: Final = frozenset({"undefined", "null"})


def is_assigned_later(name: Node, moved: Node) -> bool:
    """Return whether a function that is made of some code may find another value in a variable, of another type."""
    declared = declaration_of(name)
    keyword = _keyword(declared) if declared is not None else ""
    if declared is None or keyword in ("", "const") or _has_one_type(declared):
        return False
    scope = function_around(declared)
    top = scope if scope is not None else _root(declared)
    return keyword == "var" or any(
        function_around(use) != scope or _end_of_assignment(use, declared) > moved.start_byte
        for use in uses_of(declared, top)
        if use != declared and is_changed(use)
    )


def _root(node: Node) -> Node:
    *_, last = ancestors(node)
    return last


def _keyword(declared: Node) -> str:
    """Return what declares a variable: `let` for a parameter, too; empty where nothing can assign it."""
    for outer in ancestors(declared):
        if outer.type in ("lexical_declaration", "for_in_statement", "variable_declaration"):
            return next((each.type for each in outer.children if each.type in _KEYWORDS), "")
        if outer.type in ("formal_parameters", "catch_clause", "arrow_function"):
            return "let"
    return ""


def _end_of_assignment(use: Node, declared: Node) -> int:
    around = [each for each in ancestors(use) if each.start_byte > declared.start_byte]
    return max((each.end_byte for each in around if each.type in _EXTENDS), default=use.end_byte)


def _has_one_type(declared: Node) -> bool:
    """Return whether a variable is declared so that no condition says more of its type."""
    types = _annotated(declared)
    if types:
        return len(types) == 1 and _text(types[0]) in _ONE_TYPE
    holder = declared.parent
    value = holder.child_by_field_name("value") if holder is not None else None
    return value is not None and holder is not None and value.type in _LITERALS


def type_where_there(syntax: SyntaxContext, name: Node) -> str:
    """Return the type that a variable is declared with, without `undefined` and `null`; empty where that is none, or several."""
    declared = declaration_of(name)
    types = _annotated(declared) if declared is not None else []
    left = [each for each in types if _text(each) not in _NOTHING]
    return syntax.code(left[0]) if len(left) == 1 else ""


def _annotated(declared: Node) -> list[Node]:
    """Return the types one of which a variable is declared to have."""
    holder = declared.parent
    annotation = holder.child_by_field_name("type") if holder is not None else None
    if annotation is None or holder is None or holder.type == "optional_parameter":
        return []
    return _members(annotation.named_children[0])


def _members(node: Node) -> list[Node]:
    if node.type != "union_type":
        return [node]
    return [one for each in node.named_children for one in _members(each)]


def _text(node: Node) -> str:
    return (node.text or b"").decode()
