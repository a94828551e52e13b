"""A file that is rewritten: the nodes behind references, their text, and the style of the code."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

from wflint.files.text import SourceText
from wflint.findings import Edit, Span
from wflint.ir import nodes as ir
from wflint.ir.rewriting import NodeRef, RefusedError
from wflint.ir.walk import walk
from wflint.languages.typescript.grammar import Node, Syntax, has_jsx
from wflint.languages.typescript.repair import parse_repaired

FUNCTIONS: Final = frozenset(
    {
        "arrow_function", "function_expression", "function_declaration", "method_definition",
        "generator_function", "generator_function_declaration",
    }
)  # fmt: skip
_GENERATORS: Final = frozenset({"generator_function", "generator_function_declaration"})
_DEFAULT_UNIT: Final = "  "


@dataclass(eq=False)
class SyntaxContext:
    """A file that is rewritten.

    Attributes:
        source: Its text.
        module: Its tree, whose handles references hold.
        root: The root of the tree of its syntax.
    """

    source: SourceText
    module: ir.Module
    root: Node = field(init=False)
    _handles: dict[tuple[str, int, int], list[object]] = field(init=False)

    def __post_init__(self) -> None:
        data = self.source.text.encode("utf-8", "replace")
        self.root = parse_repaired(data, jsx=has_jsx(self.source.path)).tree.root_node
        self._handles = {}
        for node in walk(self.module.body.block):
            if isinstance(node.handle, Syntax):
                key = (node.handle.kind, node.handle.start, node.handle.end)
                self._handles.setdefault(key, []).append(node.handle)

    # --- nodes ---

    def node_of(self, ref: NodeRef) -> Node:
        """Return the node behind a reference.

        Raises:
            RefusedError: Repairing the tree has left none at its place.
        """
        handle = ref.node.handle
        assert isinstance(handle, Syntax)  # noqa: S101 - this front end made it
        start, end = self._byte(handle.start), self._byte(handle.end)
        found = self.root.descendant_for_byte_range(start, end)
        while found is not None and (found.start_byte, found.end_byte) == (start, end):
            if found.type == handle.kind:
                return found
            found = found.parent
        raise RefusedError("its place in the code is not certain")

    def handles(self, node: Node) -> list[object]:
        """Return the handles that the tree has for a node."""
        return self._handles.get((node.type, *self.extent(node)), [])

    def extent(self, node: Node) -> tuple[int, int]:
        """Return where a node stands, in characters."""
        return self._character(node.start_byte), self._character(node.end_byte)

    def code(self, node: Node) -> str:
        """Return the text of a node."""
        start, end = self.extent(node)
        return self.source.text[start:end]

    @cached_property
    def _bytes(self) -> bytes | None:
        return None if self.source.text.isascii() else self.source.text.encode("utf-8", "replace")

    def _byte(self, character: int) -> int:
        return (
            character if self._bytes is None else len(self.source.text[:character].encode("utf-8", "replace"))
        )

    def _character(self, byte: int) -> int:
        return byte if self._bytes is None else len(self._bytes[:byte].decode("utf-8", "replace"))

    # --- edits ---

    def replace(self, node: Node, text: str) -> Edit:
        """Return an edit that puts text in the place of a node."""
        return Edit(Span(self.source.path, *self.extent(node)), text)

    def insert(self, at: int, text: str) -> Edit:
        """Return an edit that inserts text at an offset in characters."""
        return Edit(Span(self.source.path, at, at), text)

    # --- style ---

    def indent(self, node: Node) -> str:
        """Return the white space at the start of the line on which a node begins."""
        start, _ = self.extent(node)
        begin = self.source.text.rfind("\n", 0, start) + 1
        line = self.source.text[begin:start]
        return line[: len(line) - len(line.lstrip())]

    @cached_property
    def indent_unit(self) -> str:
        """Return one level of indentation, that of the first line that is indented."""
        for line in self.source.text.splitlines():
            white = line[: len(line) - len(line.lstrip())]
            if white and not line.lstrip().startswith("*"):
                return "\t" if white[0] == "\t" else white
        return _DEFAULT_UNIT

    @cached_property
    def newline(self) -> str:
        """Return how lines end."""
        return "\r\n" if "\r\n" in self.source.text else "\n"

    @cached_property
    def quote(self) -> str:
        """Return the quote that most strings stand in."""
        text = self.source.text
        return "'" if text.count("'") > text.count('"') else '"'

    @cached_property
    def semicolon(self) -> str:
        """Return what most statements end with."""
        lines = [line.rstrip() for line in self.source.text.splitlines()]
        with_it = sum(line.endswith(";") for line in lines)
        without = sum(line.endswith((")", '"', "'")) for line in lines)
        return ";" if with_it >= without else ""

    def quoted(self, text: str) -> str:
        """Return a string literal."""
        return f"{self.quote}{text}{self.quote}"


def ancestors(node: Node) -> Iterator[Node]:
    """Yield the nodes around a node, innermost first."""
    outer = node.parent
    while outer is not None:
        yield outer
        outer = outer.parent


def function_around(node: Node) -> Node | None:
    """Return the function in which a node stands; `None` at the top level."""
    return next((each for each in ancestors(node) if each.type in FUNCTIONS), None)


def is_async(function: Node) -> bool:
    """Return whether a function is async, and no generator."""
    if function.type in _GENERATORS:
        return False
    return any(child.type == "async" for child in function.children)


def below(node: Node, *, into_functions: bool = False) -> Iterator[Node]:
    """Yield a node and all nodes in it; those of functions in it only where that is asked for."""
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        if into_functions or each.type not in FUNCTIONS or each == node:
            waiting.extend(reversed(each.children))


def awaited(node: Node) -> Node:
    """Return the `await` around an expression, where it is awaited at once; else the expression."""
    outer = node.parent
    while outer is not None and outer.type == "parenthesized_expression":
        outer = outer.parent
    return outer if outer is not None and outer.type == "await_expression" else node
