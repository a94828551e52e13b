"""A file that is rewritten: its nodes, their text, and edits of them in the style of the file."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from copy import copy
from dataclasses import InitVar, dataclass, field
from functools import cached_property
from typing import Final

from wflint.files.text import SourceText
from wflint.findings import Edit, Span
from wflint.ir import nodes as ir
from wflint.languages.typescript.grammar import Node, own_node
from wflint.languages.typescript.names import FUNCTIONS
from wflint.languages.typescript.rewriting.style import FileStyle

_PRIMARY: Final = frozenset(
    {
        "identifier", "member_expression", "subscript_expression", "call_expression", "new_expression", "array",
        "parenthesized_expression", "string", "template_string", "this", "non_null_expression", "true", "false",
        "shorthand_property_identifier",
    }
)  # fmt: skip
"""Expressions that bind as close as there is."""
_ENDED: Final = frozenset(
    {
        "expression_statement",
        "return_statement",
        "lexical_declaration",
        "variable_declaration",
        "throw_statement",
    }
)
"""Statements that end with a semicolon, or without one."""
_CHAINS: Final = frozenset({"then", "catch", "finally"})
"""The methods of a promise, which give another one."""
_CONTINUES: Final = "([`+-/*"
"""What, at the start of a line, goes on with the line before it where that has no semicolon."""


@dataclass(eq=False)
class SyntaxContext:
    """A file that is rewritten.

    Attributes:
        source: Its text.
        module: Its tree, whose handles references hold.
        configured_length: The longest line that the project's formatter makes; `None` where it has none.
        root: The root of the tree of its syntax.
        style: How its code looks.
        respelling: What it reads instead in some places, by where these start and end.
    """

    source: SourceText
    module: ir.Module
    configured_length: InitVar[int | None]
    root: Node = field(init=False)
    style: FileStyle = field(init=False)
    _given: dict[tuple[int, int], tuple[str, Node]] = field(
        default_factory=dict["tuple[int, int]", "tuple[str, Node]"]
    )
    respelling: Mapping[tuple[int, int], str] = field(default_factory=dict["tuple[int, int]", str])

    def __post_init__(self, configured_length: int | None) -> None:
        self.root = own_node(self.module.handle)
        self.style = FileStyle(self.source.text, configured_length)

    # --- nodes ---

    def extent(self, node: Node) -> tuple[int, int]:
        """Return where a node stands, in characters; a comment after a statement without semicolon is no part of it."""
        end = node.end_byte
        if node.type in _ENDED:
            end = [each.end_byte for each in node.children if each.type != "comment"][-1]
        return self._character(node.start_byte), self._character(end)

    def code(self, node: Node) -> str:
        """Return the text of a node."""
        return self.between(*self.extent(node))

    def between(self, start: int, end: int) -> str:
        """Return the text between two offsets in characters."""
        text = self.source.text
        if not self.respelling:
            return text[start:end]
        parts: list[str] = []
        for place, stop in sorted(self.respelling):
            if start <= place and stop <= end:
                parts += (text[start:place], self.respelling[place, stop])
                start = stop
        return "".join((*parts, text[start:end]))

    def respelled(self, texts: Mapping[Node, str]) -> SyntaxContext:
        """Return the same file as it reads where some nodes have other texts."""
        other = copy(self)
        other.respelling = {self.extent(node): text for node, text in texts.items()}
        return other

    def operand(self, node: Node) -> str:
        """Return the text of an expression as something of which a member can be read."""
        text = self.code(node)
        is_big = node.type == "number" and text.endswith("n")
        return text if node.type in _PRIMARY or is_big else f"({text})"

    def reindented(self, node: Node, indent: str) -> str:
        """Return the text of a node that is moved to lines with another indentation; templates keep their lines."""
        text, old = self.code(node), self.indent(node)
        if "\n" not in text or any(
            each.type == "template_string" and each.start_point.row != each.end_point.row
            for each in below(node, into_functions=True)
        ):
            return text
        return re.sub(rf"\n{re.escape(old)}(?=[^\r\n])", f"\n{indent}", text)

    def words_around(self, node: Node) -> frozenset[str]:
        """Return every word that may be a name in the function around a node, or in the file where there is none."""
        return frozenset(re.findall(r"[\w$]+", self.code(function_around(node) or self.root)))

    def free_variable(self, user: Node, scope: Node, wanted: Sequence[str]) -> str:
        """Return a name for a variable that nothing else in its function has, nor another new one where both are known.

        Args:
            user: What needs it; asked for the same again, this returns the same.
            scope: The node that it is known in.
            wanted: What it should be called, the best first.
        """
        key = (user.start_byte, user.end_byte)
        if key not in self._given:
            near = {name for name, other in self._given.values() if _overlap(scope, other)}
            taken = near | self.words_around(scope)
            names = itertools.chain(wanted, (f"{wanted[0]}{number}" for number in itertools.count(2)))
            self._given[key] = next(each for each in names if each not in taken), scope
        return self._given[key][0]

    @cached_property
    def _bytes(self) -> bytes | None:
        return None if self.source.text.isascii() else self.source.text.encode("utf-8", "replace")

    def _character(self, byte: int) -> int:
        return byte if self._bytes is None else len(self._bytes[:byte].decode("utf-8", "replace"))

    # --- edits ---

    def replace(self, node: Node, text: str) -> Edit:
        """Return an edit that puts text in the place of a node."""
        return Edit(Span(self.source.path, *self.extent(node)), text)

    def replace_range(self, start: int, end: int, text: str) -> Edit:
        """Return an edit that puts text in the place of what stands between two offsets in characters."""
        return Edit(Span(self.source.path, start, end), text)

    def insert(self, at: int, text: str) -> Edit:
        """Return an edit that inserts text at an offset in characters."""
        return Edit(Span(self.source.path, at, at), text)

    def comment_behind(self, node: Node) -> str:
        """Return the comment that ends the line on which a node ends, with the space before it."""
        _, end = self.extent(node)
        found = re.match(r"[ \t]*//[^\r\n]*", self.source.text[end:])
        return found[0] if found else ""

    def remove(self, statement: Node, comment: str = "") -> Edit:
        """Return an edit that takes a statement and the comment after it away, with its line where it stands alone."""
        start, end = self.extent(statement)
        end += len(comment)
        text = self.source.text
        begin = text.rfind("\n", 0, start) + 1
        newline = text.find("\n", end)
        stop = len(text) if newline < 0 else newline + 1
        if text[begin:start].strip() or text[end:stop].strip():
            return Edit(Span(self.source.path, start, end), "")
        return Edit(Span(self.source.path, begin, stop), "")

    # --- style ---

    def indent(self, node: Node) -> str:
        """Return the white space at the start of the line on which a node begins."""
        start, _ = self.extent(node)
        begin = self.source.text.rfind("\n", 0, start) + 1
        line = self.source.text[begin:start]
        return line[: len(line) - len(line.lstrip())]

    def first_in(self, block: Node, statement: str) -> Edit:
        """Return an edit that makes something the first statement of a block; a comment after the brace stays there."""
        start, end = self.extent(block)
        around = self.indent(block)
        line = f"{self.style.newline}{around}{self.style.indent_unit}{statement}"
        first, newline, _ = self.source.text[start + 1 : end - 1].partition("\n")
        if newline and re.fullmatch(r"\s*(//.*)?", first):
            return self.insert(start + 1 + len(first.rstrip("\r")), line)
        if not first.strip():
            return self.insert(start + 1, f"{line}{self.style.newline}{around}")
        return self.insert(start + 1, f"{line}{self.style.newline}{around}{self.style.indent_unit}")

    def separator(self, at: int) -> str:
        """Return what has to end a statement before an offset, given what comes there."""
        following = self.source.text[at:].lstrip()
        return self.style.semicolon or (";" if following[:1] in _CONTINUES else "")

    def begins_line(self, node: Node) -> bool:
        """Return whether a node is what a statement begins with."""
        return any(
            outer.type == "expression_statement" and outer.start_byte == node.start_byte
            for outer in ancestors(node)
        )


def _overlap(one: Node, other: Node) -> bool:
    return one.start_byte < other.end_byte and other.start_byte < one.end_byte


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
    keywords = {child.type for child in function.children}
    return "async" in keywords and "*" not in keywords


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


def chained(syntax: SyntaxContext, node: Node) -> Node:
    """Return what a promise goes into whose methods are called at once: `get().catch(f)` for `get()`."""
    member = node.parent
    call = member.parent if member is not None else None
    is_first = member is not None and member.child_by_field_name("object") == node
    return chained(syntax, call) if is_first and call is not None and is_chained(syntax, call) else node


def is_chained(syntax: SyntaxContext, node: Node) -> bool:
    """Return whether an expression adds to what a promise stands for: `get().catch(f)`."""
    callee = node.child_by_field_name("function")
    name = callee.child_by_field_name("property") if callee is not None else None
    return name is not None and syntax.code(name) in _CHAINS


def statement_around(node: Node) -> Node:
    """Return the statement of a block that a node is part of."""
    at = node
    for outer in ancestors(node):
        if outer.type in ("statement_block", "program", "switch_case", "switch_default"):
            break
        at = outer
    return at


def statements_of(block: Node) -> list[Node]:
    """Return the statements of a block."""
    return [each for each in block.named_children if each.type != "comment"]


def given_function(syntax: SyntaxContext, call: Node, function: Node) -> Node | None:
    """Return the argument by which a call is given a function that nothing else uses; `None` where that is not so."""
    arguments = call.child_by_field_name("arguments")
    given = arguments.named_children if arguments is not None else []
    if function in given:
        return function
    bound, scope = function, function_around(call)
    if function.parent is not None and function.parent.type == "variable_declarator":
        bound = function.parent
    name = bound.child_by_field_name("name")
    if name is None or scope is None or function_around(function) != scope:
        return None
    uses = [
        each
        for each in below(scope, into_functions=True)
        if each.type in ("identifier", "shorthand_property_identifier")
        and syntax.code(each) == syntax.code(name)
        and each != name
    ]
    return uses[0] if len(uses) == 1 and uses[0] in given else None


def chain(node: Node) -> Node:
    """Return the outermost call that is chained to one: `run().then(f).catch(g)` of `run()`."""
    outer = node.parent
    if outer is None or outer.type != "member_expression" or outer.child_by_field_name("object") != node:
        return node
    call = outer.parent
    is_called = (
        call is not None and call.type == "call_expression" and call.child_by_field_name("function") == outer
    )
    return chain(call) if is_called and call is not None else node
