"""A syntax tree whose functions get their bodies when somebody asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, TypeAlias

import libcst as cst

from wflint.languages.python.split import TEXT, Definition, LateBody

_STUB: Final = "...#"
_WORD: Final = re.compile(r"[^\W\d]\w*")


Defined: TypeAlias = cst.FunctionDef | cst.ClassDef


def with_stubs(text: str, start: int, end: int, definitions: Iterable[Definition]) -> str:
    """Return a stretch of a text that has stubs for the bodies that are left out, as long as it was.

    Args:
        text: The text.
        start: Offset of the stretch.
        end: Offset after it.
        definitions: The definitions in it, in order.
    """
    pieces: list[str] = []
    for body in (each.body for each in definitions if each.body is not None):
        pieces += (text[start : body.start], _STUB, "-" * (body.end - body.start - len(_STUB)))
        start = body.end
    return "".join((*pieces, text[start:end]))


class Outline:
    """What the text of a body shows; see `ir.Outline`."""

    def __init__(self, text: str) -> None:
        """Look at nothing yet."""
        self._text = text
        self._mentions: set[str] | None = None

    @property
    def mentions(self) -> set[str]:
        """Return every word of the code in it, keywords included; strings that may hold code count as such."""
        if self._mentions is None:
            self._mentions = set(_WORD.findall(TEXT.sub(_code_of_string, self._text)))
        return self._mentions

    @property
    def may_define(self) -> bool:
        """Return whether there may be functions or classes in it that have a name."""
        return not self.mentions.isdisjoint({"def", "class"})


def _code_of_string(match: re.Match[str]) -> str:
    return match[0] if "{" in match[0] and not match[0].startswith("#") else " "


class LateBodies:
    """The bodies of one file that have been left out.

    Attributes:
        tree: The parse of the file, with stubs for those that nobody has asked for.
    """

    def __init__(self, tree: cst.Module, text: str, definitions: Sequence[Definition]) -> None:
        """Find the definitions that they belong to.

        Args:
            tree: The parse of the text with stubs.
            text: The text.
            definitions: Its definitions; nothing where nothing is left out.
        """
        self.tree = tree
        self._text = text
        self._left: dict[int, LateBody] = {}
        self._stubs: list[cst.IndentedBlock] = []
        """The stubs that were replaced: a node that is gone may leave its identity to another."""
        if definitions:
            self._leave(tree, definitions)

    def _leave(self, node: cst.Module | cst.IndentedBlock, definitions: Sequence[Definition]) -> None:
        for each, definition in zip(_defined_in(node), definitions, strict=True):
            assert definition.name == each.name.value  # noqa: S101 - Python has confirmed the split
            if definition.body is not None:
                self._left[id(each)] = definition.body

    def outline(self, node: Defined) -> Outline | None:
        """Return what the text of a body shows, if it has been left out."""
        body = self._left.get(id(node))
        return Outline(self._text[body.start : body.end]) if body is not None else None

    def completed(self) -> cst.Module:
        """Return the whole tree."""
        self.complete(self.tree)
        return self.tree

    def complete(self, node: Defined | cst.Module) -> None:
        """Give a definition its body, and all in it theirs."""
        if not self._left:
            return
        if not isinstance(node, cst.Module):
            self.open(node)
        if not isinstance(node, cst.FunctionDef):
            for each in _defined_in(node if isinstance(node, cst.Module) else node.body):
                self.complete(each)

    def open(self, node: Defined) -> None:
        """Give a definition its body; those of functions in it may still be left out."""
        body = self._left.pop(id(node), None)
        if body is None:
            return
        block, stub = self._parsed(body), cst.ensure_type(node.body, cst.IndentedBlock)
        leading = cst.ensure_type(stub.body[0], cst.SimpleStatementLine).leading_lines
        _set(block.body[0], leading_lines=leading)
        _set(block, header=stub.header, indent=stub.indent, footer=(*block.footer, *stub.footer))
        _set(node, body=block)
        self._stubs.append(stub)
        if body.members:
            self._leave(block, body.members)

    def _parsed(self, body: LateBody) -> cst.IndentedBlock:
        """Parse a body at the depth that it stands in, since a tree says of blocks only how they differ from what is usual."""
        usual, newline = self.tree.default_indent, self.tree.default_newline
        depth = len(body.indent) // len(usual)
        if usual * depth != body.indent:
            depth = 1
        around = (f"{usual * level}class _:{newline}" for level in range(depth - 1))
        head = f"{usual * (depth - 1)}async def _():{newline}{body.indent}"
        code = with_stubs(self._text, body.start, body.end, body.members)
        piece = cst.parse_module("".join((*around, head, code, newline)))
        block = _innermost_block(piece)
        if piece.default_indent != usual:
            _spell_out_indents(block, piece.default_indent)
        return block


def _innermost_block(piece: cst.Module) -> cst.IndentedBlock:
    """Return the body of the function in the classes that are all of a piece."""
    node: cst.BaseStatement | cst.BaseSmallStatement = piece.body[0]
    while isinstance(node, cst.ClassDef):
        node = cst.ensure_type(node.body, cst.IndentedBlock).body[0]
    return cst.ensure_type(cst.ensure_type(node, cst.FunctionDef).body, cst.IndentedBlock)


def _spell_out_indents(node: cst.CSTNode, default: str) -> None:
    """Let the blocks in a node be indented as they are, whatever is usual in the file around."""
    for child in node.children:
        if isinstance(child, cst.IndentedBlock) and child.indent is None:
            _set(child, indent=default)
        _spell_out_indents(child, default)


def _set(node: cst.CSTNode, **fields: object) -> None:
    """Change a node in place, which others know by its identity."""
    for name, value in fields.items():
        object.__setattr__(node, name, value)


def _defined_in(node: cst.Module | cst.BaseSuite) -> Iterator[Defined]:
    """Yield the functions and classes that are statements of a module or block."""
    return (each for each in node.body if isinstance(each, (cst.FunctionDef, cst.ClassDef)))
