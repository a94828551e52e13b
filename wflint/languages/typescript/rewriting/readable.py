"""How much of an expression goes into a step beside what has to: as much as reads well there, and leaves less to store."""

from __future__ import annotations

from typing import Final

from wflint.ir.rewriting import StepWriter
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.rewriting.narrowing import forgets_more
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext

COMPARISONS: Final = frozenset({"<", "<=", ">", ">=", "==", "===", "!=", "!=="})
_CONSTANTS: Final = frozenset(
    {"string", "number", "true", "false", "null", "undefined", "identifier", "this"}
)


def readable(syntax: SyntaxContext, whole: Node, step: StepWriter) -> Node:
    """Return the expression around one that JSON can carry that reads better in a step.

    That is the method with constants that is called on its value, so that no `(await ...).trim()` is left, and the condition that
    it is compared in. Nothing goes along that could do more than compute.
    """
    while True:
        outer = _method_of(whole) or _condition(syntax, whole)
        if outer is None or not _is_carried(outer, step) or forgets_more(syntax, whole, outer):
            return whole
        whole = outer


def is_comparison(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression compares two others."""
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and syntax.code(operator) in COMPARISONS


def is_negation(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression says that another one is not true."""
    operator = node.child_by_field_name("operator")
    return node.type == "unary_expression" and operator is not None and syntax.code(operator) == "!"


def _around(node: Node) -> Node | None:
    outer = node.parent
    return _around(outer) if outer is not None and outer.type == "parenthesized_expression" else outer


def _bare(node: Node) -> Node:
    return _bare(node.named_children[-1]) if node.type == "parenthesized_expression" else node


def _method_of(node: Node) -> Node | None:
    """Return the call of a method with constants that code takes of what an expression gives."""
    member = _around(node)
    owner = member.child_by_field_name("object") if member is not None else None
    if member is None or member.type != "member_expression" or owner is None or _bare(owner) != node:
        return None
    call = member.parent
    if call is None or call.type != "call_expression" or call.child_by_field_name("function") != member:
        return None
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    return call if all(each.type in _CONSTANTS for each in given) else None


def _condition(syntax: SyntaxContext, node: Node) -> Node | None:
    """Return the comparison that an expression is one side of, where the other side only reads."""
    outer = _around(node)
    if outer is None or not is_comparison(syntax, outer):
        return None
    sides = [outer.child_by_field_name("left"), outer.child_by_field_name("right")]
    others = [each for each in sides if each is not None and _bare(each) != node]
    return outer if len(others) == 1 and _only_reads(others[0]) else None


def _only_reads(node: Node) -> bool:
    """Return whether an expression is a constant, a variable, or a member of one."""
    inner = _bare(node)
    if inner.type in ("member_expression", "subscript_expression"):
        owner, index = inner.child_by_field_name("object"), inner.child_by_field_name("index")
        return owner is not None and _only_reads(owner) and (index is None or index.type in _CONSTANTS)
    if inner.type == "non_null_expression":
        return _only_reads(inner.named_children[0])
    return inner.type in _CONSTANTS


def _is_carried(node: Node, step: StepWriter) -> bool:
    codec = step.codec(node)
    return codec is not None and codec.is_plain
