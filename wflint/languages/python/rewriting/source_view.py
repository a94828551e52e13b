"""Look up the text of a file: where nodes stand in it, how they are written, which words it has."""

from __future__ import annotations

import re
from functools import cached_property

import libcst as cst

from wflint.languages.python.parse import PythonModule
from wflint.languages.python.rewriting.syntax_tree import SyntaxTree

_TIGHT = (
    cst.Name,
    cst.Attribute,
    cst.Call,
    cst.Subscript,
    cst.SimpleString,
    cst.FormattedString,
    cst.List,
    cst.Dict,
    cst.Set,
    cst.ListComp,
    cst.SetComp,
    cst.DictComp,
)
_STRINGS = (cst.SimpleString, cst.FormattedString)
_COMMENT = re.compile(r"[ \t]*,?[ \t]*(#[^\r\n]*)")
_OPENS_BLOCK = re.compile(r"(?:async +)?(?:if|elif|else|for|while|with|try|except|finally|match|case)\b")
_WORD = re.compile(r"[^\W\d]\w*")


class SourceView:
    """The text of a file, as the nodes of one top-level definition stand in it.

    Attributes:
        parsed: The file.
        text: Its text.
    """

    def __init__(self, parsed: PythonModule, tree: SyntaxTree) -> None:
        self.parsed = parsed
        self.text = parsed.source.text
        self._tree = tree

    # --- nodes ---

    def extent(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return where a node stands, without the parentheses around it."""
        return self.parsed.locator.extent(node, self._tree.root)

    def outer_extent(self, node: cst.CSTNode) -> tuple[int, int]:
        """Return where a node stands with the parentheses around it."""
        start, end = self.extent(node)
        if isinstance(node, cst.BaseExpression) and node.lpar:
            return self.extent(node.lpar[0])[0], self.extent(node.rpar[-1])[1]
        return start, end

    def code(self, node: cst.CSTNode) -> str:
        """Return the text of a node, without the parentheses around it."""
        start, end = self.extent(node)
        return self.text[start:end]

    def outer_code(self, node: cst.CSTNode) -> str:
        """Return the text of a node with the parentheses around it."""
        start, end = self.outer_extent(node)
        return self.text[start:end]

    def operand(self, node: cst.CSTNode) -> str:
        """Return the text of an expression so that an attribute or a call can follow it."""
        text = self.outer_code(node)
        is_tight = isinstance(node, _TIGHT) or (isinstance(node, cst.BaseExpression) and bool(node.lpar))
        return text if is_tight else f"({text})"

    def standalone(self, node: cst.CSTNode) -> str:
        """Return the text of an expression so that it can stand after a colon or a `return`."""
        loose = isinstance(node, cst.GeneratorExp) or (isinstance(node, cst.Tuple) and bool(node.elements))
        return f"({self.code(node)})" if loose else self.code(node)

    def is_one_line(self, node: cst.CSTNode) -> bool:
        """Return whether the text of a node has no line break."""
        return not re.search(r"[\r\n]", self.code(node))

    def multiline_strings(self, *nodes: cst.CSTNode) -> list[tuple[int, int]]:
        """Return where strings over several lines stand, whose lines must not be indented."""
        strings = (each for node in nodes for each in self._tree.find(node, *_STRINGS))
        return [self.extent(each) for each in strings if not self.is_one_line(each)]

    def reindented(self, node: cst.CSTNode, indent: str) -> str:
        """Return the text of a node after another indentation; lines inside strings stay as they are."""
        start, end = self.extent(node)
        base = self.line_indent(node)
        inside = self.multiline_strings(node)
        found: list[str] = []
        for match in re.finditer(r"[^\r\n]*(?:\r\n|\r|\n|$)", self.text[start:end]):
            at, text = start + match.start(), match.group()
            moves = found and text.startswith(base) and text.strip()
            if moves and not any(first < at < last for first, last in inside):
                text = indent + text[len(base) :]
            found.append(text)
        return "".join(found)

    # --- lines ---

    @property
    def newline(self) -> str:
        """Return the file's newline."""
        return self.parsed.source.newline

    @property
    def indent_unit(self) -> str:
        """Return what a block is indented by."""
        return self.parsed.tree.default_indent

    def line_start(self, offset: int) -> int:
        """Return where the line of an offset begins."""
        source = self.parsed.source
        return source.line_start(source.line_of(offset))

    def line_number(self, node: cst.CSTNode) -> int:
        """Return the line, from 1, that a node begins in."""
        return self.parsed.source.line_of(self.extent(node)[0])

    def line_indent(self, node: cst.CSTNode) -> str:
        """Return the white space at the beginning of the line that a node begins in."""
        line = self.text[self.line_start(self.extent(node)[0]) :]
        return line[: len(line) - len(line.lstrip(" \t"))]

    def indent(self, statement: cst.CSTNode) -> str:
        """Return the white space before a statement."""
        start, _ = self.extent(statement)
        return self.text[self.line_start(start) : start]

    def trailing_comment(self, node: cst.CSTNode) -> str:
        """Return the comment after a node and a comma, with white space before it; empty where there is none."""
        match = _COMMENT.match(self.text, self.outer_extent(node)[1])
        return f"  {match[1]}" if match else ""

    def needs_blank_line(self, at: int) -> bool:
        """Return whether a definition that begins at an offset stands right below code other than a function's header."""
        before = self.text[:at].rstrip(" \t").splitlines()
        above = before[-1].strip() if before else ""
        return bool(above) and (not above.endswith(":") or _OPENS_BLOCK.match(above) is not None)

    # --- words ---

    @cached_property
    def words(self) -> frozenset[str]:
        """Everything in the file that could be a name."""
        return frozenset(_WORD.findall(self.text))

    def free_word(self, *wanted: str) -> str:
        """Return the first of some names that nothing in the file has, numbered if need be."""
        for word in wanted:
            if word not in self.words:
                return word
        number = 2
        while f"{wanted[-1]}_{number}" in self.words:
            number += 1
        return f"{wanted[-1]}_{number}"
