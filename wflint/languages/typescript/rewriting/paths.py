"""Paths: variables, and what is read of them by names that are written out, as `order.user.email` and `this.items[0]`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, NamedTuple

from wflint.languages.typescript.grammar import Node
from wflint.languages.typescript.names import declaration_of
from wflint.languages.typescript.rewriting.syntax_context import SyntaxContext, below

_MEMBERS: Final = frozenset({"member_expression", "subscript_expression"})
_CASTS: Final = frozenset(
    {"parenthesized_expression", "non_null_expression", "as_expression", "satisfies_expression"}
)
_ROOTS: Final = frozenset({"identifier", "this", "shorthand_property_identifier"})
_WRITTEN: Final = frozenset({"string", "number", "identifier"})
"""Keys in brackets that the compiler follows."""


class Path(NamedTuple):
    """Where a value is read from.

    Attributes:
        node: The expression that reads it.
        root: The variable, or `this`.
        parts: The variable's name, and the keys that lead to the value.
    """

    node: Node
    root: Node
    parts: tuple[str, ...]

    def leads_to(self, other: Path) -> bool:
        """Return whether another path is this one, or goes on from it."""
        return self.parts == other.parts[: len(self.parts)] and (
            declaration_of(self.root) == declaration_of(other.root)
        )

    @property
    def is_optional(self) -> bool:
        """Return whether a part of it is read only where there is something to read it of."""
        return any(each.node.child_by_field_name("optional_chain") is not None for each in prefixes(self))


def bare(node: Node) -> Node:
    """Return an expression without parentheses, and without what is only said of its type."""
    return bare(node.named_children[0]) if node.type in _CASTS and node.named_children else node


def path_of(syntax: SyntaxContext, node: Node) -> Path | None:
    """Return the path that an expression reads; `None` where it does something else."""
    inner = bare(node)
    if inner.type in _ROOTS:
        return Path(inner, inner, (syntax.code(inner),))
    owner = inner.child_by_field_name("object") if inner.type in _MEMBERS else None
    before = path_of(syntax, owner) if owner is not None else None
    if before is None:
        return None
    name, index = inner.child_by_field_name("property"), inner.child_by_field_name("index")
    if name is not None:
        return Path(inner, before.root, (*before.parts, syntax.code(name)))
    if index is None or index.type not in _WRITTEN:
        return None
    key = syntax.code(index)
    return Path(inner, before.root, (*before.parts, key[1:-1] if index.type == "string" else f"[{key}]"))


def prefixes(path: Path) -> Iterator[Path]:
    """Yield a path, and all those that lead to it, the longest first."""
    at: Node | None = path.node
    for length in range(len(path.parts), 0, -1):
        if at is None:
            return
        inner = bare(at)
        yield Path(inner, path.root, path.parts[:length])
        at = inner.child_by_field_name("object")


def paths_in(syntax: SyntaxContext, node: Node) -> Iterator[Path]:
    """Yield the longest paths that an expression or statement reads, outside of the functions in it."""
    for each in below(node):
        path = path_of(syntax, each) if each.type in _MEMBERS | _ROOTS else None
        if path is not None and not _goes_on(syntax, each):
            yield path


def _goes_on(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression is only the beginning of a longer path."""
    inner, outer = node, node.parent
    while outer is not None and outer.type in _CASTS:
        inner, outer = outer, outer.parent
    is_owner = outer is not None and outer.type in _MEMBERS and outer.child_by_field_name("object") == inner
    return is_owner and outer is not None and path_of(syntax, outer) is not None
