"""Makes of what a step's result has kept of a value what it was, where the code reads it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from wflint.findings import Edit
from wflint.ir.rewriting import RefusedError, Rewritten
from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import declared_by
from wflint.languages.typescript.rewriting.arguments import apply
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, ancestors

_PATTERNS: Final = frozenset({"object_pattern", "pair_pattern"})
_READS: Final = frozenset({"identifier", "shorthand_property_identifier"})
_AROUND: Final = frozenset({"parenthesized_expression", "non_null_expression"})


def decode_use(syntax: SyntaxContext, node: Node, template: str) -> Rewritten:
    """Put what is read into a template, where more than its text counts.

    Raises:
        RefusedError: It is assigned, or the variable that takes it is not the only one of its name.
    """
    found = [each for each in _reads(syntax, node) if not _is_made_text(syntax, each)]
    edits: list[Edit] = []
    for each in found:
        edits.extend(apply(syntax, each, template).edits)
    return Rewritten(tuple(edits))


def _reads(syntax: SyntaxContext, node: Node) -> Iterator[Node]:
    """Yield the expression, or the reads of the variable that a pattern puts it into."""
    outer = node.parent
    if outer is None or outer.type not in _PATTERNS:
        if outer is not None and outer.child_by_field_name("left") == node and "assignment" in outer.type:
            raise RefusedError("the result is changed")
        yield node
        return
    target = outer.child_by_field_name("value") if outer.type == "pair_pattern" else node
    if target is None or target.type not in ("identifier", "shorthand_property_identifier_pattern"):
        raise RefusedError("a pattern takes the result apart")
    name = syntax.code(target)
    for scope in ancestors(target):
        if target in declared_by(scope):
            yield from (read for each in _names(syntax, scope, name) for read in _reads(syntax, each))
            return
    raise RefusedError("a pattern takes the result apart")


def _names(syntax: SyntaxContext, scope: Node, name: str) -> Iterator[Node]:
    """Yield where a variable is read that a scope declares; those of its name in scopes inside of it are others."""
    for node in scope.named_children:
        if node.type in _READS and syntax.code(node) == name:
            yield node
        elif not any(syntax.code(each) == name for each in declared_by(node)):
            yield from _names(syntax, node, name)


def _is_made_text(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether the code makes text of an expression at once: in a template, by `String()` or `toString()`."""
    outer = node.parent
    while outer is not None and outer.type in _AROUND:
        node, outer = outer, outer.parent
    if outer is None:
        return False
    above = outer.parent
    if outer.type == "template_substitution":
        tag = above.parent if above is not None else None
        return (
            tag is None or tag.child_by_field_name("arguments") != above
        )  # a tag is handed the value itself
    if outer.type == "arguments" and above is not None:
        callee = above.child_by_field_name("function")
        return callee is not None and syntax.code(callee) == "String"
    member = outer.child_by_field_name("property") if outer.type == "member_expression" else None
    arguments = above.child_by_field_name("arguments") if above is not None else None
    is_plain_call = arguments is not None and not arguments.named_children
    return is_plain_call and member is not None and syntax.code(member) == "toString"
