"""The grammars of TypeScript: trees of tree-sitter, and where their nodes stand in the text."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cache
from pathlib import PurePath

import tree_sitter
import tree_sitter_typescript

from wflint.files.difference import difference

Tree = tree_sitter.Tree
Node = tree_sitter.Node

_WITHOUT_JSX = frozenset({".ts", ".mts", ".cts"})
"""Suffixes of files in which `<T>x` is a cast, and no element."""


@dataclass(slots=True)
class Offsets:
    """Turns offsets in UTF-8, which tree-sitter counts, into those of characters."""

    _after: list[int] = field(default_factory=list["int"])
    _shifts: list[int] = field(default_factory=list["int"])

    @classmethod
    def of(cls, text: str) -> Offsets:
        """Return the offsets of a text; of an ASCII one they are the same."""
        made = cls()
        if text.isascii():
            return made
        shift = 0
        for place, char in enumerate(text):
            if char > "\x7f":
                shift += len(char.encode("utf-8", "surrogatepass")) - 1
                made._after.append(place + 1 + shift)
                made._shifts.append(shift)
        return made

    @property
    def are_bytes(self) -> bool:
        """Return whether each character is one byte."""
        return not self._after

    def character(self, byte: int) -> int:
        """Return the offset in characters of one in bytes, which begins a character."""
        if not self._after:
            return byte
        place = bisect_right(self._after, byte)
        return byte - self._shifts[place - 1] if place else byte


def own_node(handle: object) -> Node:
    """Return a handle that this front end has given, as what it is."""
    assert isinstance(handle, Node)  # noqa: S101 - callers get handles only from here
    return handle


def focus_of(node: Node) -> Node:
    """Return what a message underlines of a node: of a definition its name, of a clause its keyword."""
    if node.type == "catch_clause":
        return node.children[0]
    return node.child_by_field_name("name") or node


def has_jsx(path: str) -> bool:
    """Return whether a file's suffix lets elements stand in it, as that of plain JavaScript does."""
    return PurePath(path).suffix not in _WITHOUT_JSX


def parse_tree(data: bytes, *, jsx: bool, before: Tree | None = None) -> Tree:
    """Return the tree of a text in UTF-8; what the grammar cannot read is in nodes that say so.

    Args:
        data: The text.
        jsx: Whether elements may stand in it.
        before: The tree of an earlier text, which knows of the edit.
    """
    parser = tree_sitter.Parser(language(jsx=jsx))
    return parser.parse(data) if before is None else parser.parse(data, before)


def edited(tree: Tree, old: bytes, new: bytes) -> Tree:
    """Return a copy of a tree that knows how its text was edited."""
    start, old_end, new_end = difference(old, new)
    edited = tree.copy()
    edited.edit(start, old_end, new_end, _point(old, start), _point(old, old_end), _point(new, new_end))
    return edited


def _point(data: bytes, offset: int) -> tuple[int, int]:
    """Return the row of an offset, and how many bytes stand before it there."""
    return data.count(b"\n", 0, offset), offset - data.rfind(b"\n", 0, offset) - 1


@cache
def language(*, jsx: bool) -> tree_sitter.Language:
    """Return the grammar with or without elements."""
    made = tree_sitter_typescript.language_tsx() if jsx else tree_sitter_typescript.language_typescript()
    return tree_sitter.Language(made)


@cache
def query(text: str, *, jsx: bool) -> tree_sitter.Query:
    """Return a compiled query for a grammar."""
    return tree_sitter.Query(language(jsx=jsx), text)


def matches(text: str, tree: Tree, *, jsx: bool) -> dict[str, list[Node]]:
    """Return the nodes that a query captures, by the names that it gives them."""
    return tree_sitter.QueryCursor(query(text, jsx=jsx)).captures(tree.root_node)
