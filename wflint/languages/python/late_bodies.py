"""A syntax tree whose functions get their bodies when somebody asks for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

import libcst as cst

from wflint.languages.python.split import TEXT, Definition, LateBody
from wflint.record import record

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


class _Layout(NamedTuple):
    """What the blocks of a file are usually indented by, and what its lines end with."""

    indent: str
    newline: str


@dataclass(slots=True, eq=False)
class _Late:
    """A definition whose body has been left out; an edit elsewhere in the file leaves it alone.

    Attributes:
        layout: How the file is laid out.
        text: The text that the body stands in.
        body: The body; `None` once somebody has asked for it.
        members: What has been left out of that, where it is a class.
        stub: What stood for it: a node that is gone may leave its identity to another.
    """

    layout: _Layout
    text: str
    body: LateBody | None
    members: LeftOut
    stub: cst.BaseSuite | None = None

    def open(self, node: Defined) -> None:
        """Give the definition its body."""
        body = self.body
        if body is None:
            return
        self.body = None
        block, stub = self._parsed(body), cst.ensure_type(node.body, cst.IndentedBlock)
        leading = cst.ensure_type(stub.body[0], cst.SimpleStatementLine).leading_lines
        set_fields(block.body[0], leading_lines=leading)
        set_fields(block, header=stub.header, indent=stub.indent, footer=(*block.footer, *stub.footer))
        set_fields(node, body=block)
        self.stub = stub
        self.members = LeftOut.of(block.body, self.layout, self.text, body.members)

    def _parsed(self, body: LateBody) -> cst.IndentedBlock:
        """Parse a body at the depth that it stands in, since a tree says of blocks only how they differ from what is usual."""
        usual, newline = self.layout
        depth = len(body.indent) // len(usual)
        if usual * depth != body.indent:
            depth = 1
        around = (f"{usual * level}class _:{newline}" for level in range(depth - 1))
        head = f"{usual * (depth - 1)}async def _():{newline}{body.indent}"
        code = with_stubs(self.text, body.start, body.end, body.members)
        piece = cst.parse_module("".join((*around, head, code, newline)))
        block = _innermost_block(piece)
        if piece.default_indent != usual:
            _spell_out_indents(block, piece.default_indent)
        return block


@record(eq=False)
class LeftOut:
    """What has been left out of a file or of a class in it.

    Attributes:
        bodies: The definitions there whose bodies were left out at first.
    """

    bodies: Mapping[Defined, _Late]

    @classmethod
    def of(
        cls,
        statements: Iterable[cst.CSTNode],
        layout: _Layout,
        text: str,
        definitions: Sequence[Definition],
    ) -> LeftOut:
        """Find the definitions that bodies belong to.

        Args:
            statements: Statements with stubs.
            layout: How the file is laid out.
            text: The text that they stand in.
            definitions: The definitions among them; nothing where nothing is left out.
        """
        bodies: dict[Defined, _Late] = {}
        for each, definition in (
            zip(defined_among(statements), definitions, strict=True) if definitions else ()
        ):
            assert definition.name == each.name.value  # noqa: S101 - Python has confirmed the split
            if definition.body is not None:
                bodies[each] = _Late(layout, text, definition.body, _NOTHING)
        return cls(bodies)

    def outline(self, node: Defined) -> Outline | None:
        """Return what the text of a body shows, if it has been left out."""
        late = self.bodies.get(node)
        if late is None or late.body is None:
            return None
        return Outline(late.text[late.body.start : late.body.end])

    def open(self, node: Defined) -> LeftOut:
        """Give a definition its body; return what is still left out of that."""
        late = self.bodies.get(node)
        if late is None:
            return _NOTHING
        late.open(node)
        return late.members

    def complete(self, node: Defined) -> None:
        """Give a definition its body, and all in it theirs."""
        self.open(node).complete_all()

    def complete_all(self) -> None:
        """Give all definitions their bodies, and all in them theirs."""
        for each in self.bodies:
            self.complete(each)


_NOTHING: Final = LeftOut({})


@record(eq=False)
class LateBodies:
    """A file whose bodies may have been left out.

    Attributes:
        tree: The parse of the file, with stubs for those that nobody has asked for.
        left_out: The bodies that have been left out.
        ends: Where the bodies of the definitions end, in order: `None` for those that were never left out, and nothing
            for a file of which nothing was.
    """

    tree: cst.Module
    left_out: LeftOut
    ends: Sequence[int | None]

    @classmethod
    def of(cls, tree: cst.Module, text: str, definitions: Sequence[Definition]) -> LateBodies:
        """Find the definitions that the bodies belong to.

        Args:
            tree: The parse of the text with stubs.
            text: The text.
            definitions: Its definitions; nothing where nothing is left out.
        """
        return cls(tree, LeftOut.of(tree.body, layout_of(tree), text, definitions), ends_of(definitions))

    def completed(self) -> cst.Module:
        """Return the whole tree."""
        self.left_out.complete_all()
        return self.tree


def layout_of(tree: cst.Module) -> _Layout:
    """Return how a file is laid out."""
    return _Layout(tree.default_indent, tree.default_newline)


def ends_of(definitions: Iterable[Definition], shift: int = 0) -> list[int | None]:
    """Return where the bodies of some definitions end."""
    return [each.body.end + shift if each.body is not None else None for each in definitions]


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
            set_fields(child, indent=default)
        _spell_out_indents(child, default)


def set_fields(node: cst.CSTNode, **fields: object) -> None:
    """Change a node in place, which others know by its identity."""
    for name, value in fields.items():
        object.__setattr__(node, name, value)


def defined_among(statements: Iterable[cst.CSTNode]) -> Iterator[Defined]:
    """Yield the functions and classes among the statements of a module or block."""
    return (each for each in statements if isinstance(each, (cst.FunctionDef, cst.ClassDef)))
