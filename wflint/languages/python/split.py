"""Find the bodies of a file's functions in its text, so that those that nothing reaches need not be parsed.

LibCST takes some fifteen times as long for a file as Python's own parser. So the text is split at the lines that begin a
function, as its brackets and strings show them, and Python says whether it finds the same functions and no mistake.
"""

from __future__ import annotations

import re
import symtable
import warnings
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

SMALLEST: Final = 4000
"""Characters of a file that is worth to be split: most of a smaller one is reached."""
SHORTEST: Final = 160
"""Characters of a body that is worth a parse of its own."""
LEAST_SHARE: Final = 0.4
"""How much of a file bodies have to be for a split to pay."""

_STRING: Final = (
    r'''"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""|\'\'\'[^'\\]*(?:(?:\\.|'(?!''))[^'\\]*)*\'\'\''''
    r"""|"(?!"")[^"\\\n]*(?:\\.[^"\\\n]*)*"|'(?!'')[^'\\\n]*(?:\\.[^'\\\n]*)*'"""
)
TEXT: Final = re.compile(rf"{_STRING}|#[^\n]*", re.DOTALL)
"""A string or comment."""
_TOKEN: Final = re.compile(
    rf"(?P<text>{_STRING})"
    r"""|(?P<comment>\#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\r?\n)|(?P<line>\n[ \t]*)|(?P<odd>["'])""",
    re.DOTALL,
)
_DEFINITION: Final = re.compile(r"(?:async[ \t]+)?(def|class)[ \t]+([^\s(:\[\\]+)")
_ODD: Final = re.compile(r"\f|\r(?!\n)|^ +\t|^\t+ |^[ \t]*\\\r?$", re.MULTILINE)
"""What makes it unsure where a line begins or how far it is indented."""


class LateBody(NamedTuple):
    """The body of a function or class that is left out at first.

    Attributes:
        start: Offset of its first statement.
        end: Offset after its last line, without the end of that.
        indent: What its lines are indented by.
        members: What is defined in it, where it is that of a class.
    """

    start: int
    end: int
    indent: str
    members: tuple[Definition, ...] = ()


class Definition(NamedTuple):
    """A function or class of the top level, or one in such a class.

    Attributes:
        start: Offset of the line that names it.
        name: Its name.
        body: Its body, where that is left out.
    """

    start: int
    name: str
    body: LateBody | None


class Line(NamedTuple):
    """A logical line.

    Attributes:
        indent: How many characters stand before it.
        start: Offset of its first character that is no white space.
        end: Offset of the end of the line that it ends on.
        is_comment: Whether it is a comment and nothing else.
    """

    indent: int
    start: int
    end: int
    is_comment: bool


def split(text: str) -> tuple[Definition, ...]:
    """Return the functions and classes of a file's top level, in order; nothing where that is not sure, or does not pay.

    Args:
        text: The file's text.
    """
    if len(text) < SMALLEST or _ODD.search(text):
        return ()
    found = tuple(_definitions(text, logical_lines(text)))
    left_out = sum(each.body.end - each.body.start for each in found if each.body is not None)
    pays = left_out >= max(len(text) * LEAST_SHARE, 1)
    return found if pays and _is_confirmed(text, found) else ()


def split_part(text: str) -> tuple[Definition, ...] | None:
    """Return the same of a part of a file that was worth to be split; `None` where it is not sure.

    Args:
        text: The part, which begins and ends where statements of the top level do.
    """
    if _ODD.search(text):
        return None
    found = tuple(_definitions(text, logical_lines(text)))
    return found if _is_confirmed(text, found) else None


def logical_lines(text: str) -> list[Line]:
    """Return the logical lines of a text; nothing where strings or brackets do not match."""
    found: list[Line] = []
    depth = start = indent = 0

    def end_line(end: int) -> None:
        if text[start:end].strip():
            found.append(Line(indent, start, end, text[start] == "#"))

    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "line":
            if not depth:
                end_line(token.start())
                start = token.end()
                indent = start - token.start() - 1
        elif kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
            if depth < 0:
                return []
        elif kind == "odd":
            return []
    end_line(len(text))
    return found if not depth else []


def _definitions(text: str, lines: Sequence[Line], *, are_members: bool = False) -> Iterator[Definition]:
    """Yield the functions and classes among lines that are indented alike or deeper, with what stands in the classes.

    Args:
        text: The text.
        lines: The lines.
        are_members: Whether they stand in a class; of classes in that, nothing is left out.
    """
    code = [place for place, line in enumerate(lines) if not line.is_comment]
    outer = lines[code[0]].indent if code else 0
    starts = [place for place in code if lines[place].indent <= outer]
    for place, following in pairwise((*starts, len(lines))):
        line, inner = lines[place], lines[place + 1 : following]
        match = _DEFINITION.match(text, line.start)
        if match is None:
            continue
        kind, name = match.groups()
        body = None if are_members and kind == "class" else _late_body(text, inner)
        if body is not None and kind == "class":
            body = body._replace(members=tuple(_definitions(text, inner, are_members=True)))
        yield Definition(line.start, name, body)


def _late_body(text: str, lines: Sequence[Line]) -> LateBody | None:
    """Return the body that consists of some lines, if it is worth to be left out."""
    first = next((line for line in lines if not line.is_comment), None)
    if first is None:
        return None
    # A comment that is indented less than the body stands after the function.
    end = next(line.end for line in reversed(lines) if not line.is_comment or line.indent >= first.indent)
    if end - first.start < SHORTEST or end == len(text):
        return None
    end -= text[end - 1] == "\r"
    return LateBody(first.start, end, text[first.start - first.indent : first.start])


def _is_confirmed(text: str, definitions: Sequence[Definition]) -> bool:
    """Return whether Python finds the same functions and classes, and no mistake."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            table = symtable.symtable(text, "<file>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return False
    numbers = _LineNumbers(text)
    expected = {(is_member, numbers.of(each.start), each.name) for is_member, each in _all(definitions)}
    left_out = {
        (is_member, line)
        for is_member, each in _all(definitions)
        if each.body is not None
        for line in range(numbers.of(each.body.start), numbers.of(each.body.end) + 1)
    }
    known = set(_named_scopes(table))
    return expected <= known and left_out.isdisjoint(
        (is_member, line) for is_member, line, _ in known - expected
    )


class _LineNumbers:
    """The numbers of lines, from 1."""

    def __init__(self, text: str) -> None:
        self._ends = [match.start() for match in re.finditer("\n", text)]

    def of(self, offset: int) -> int:
        return bisect_left(self._ends, offset) + 1


def _all(definitions: Sequence[Definition]) -> Iterator[tuple[bool, Definition]]:
    """Yield definitions and their members, each with whether it is one."""
    for each in definitions:
        yield False, each
        for member in each.body.members if each.body is not None else ():
            yield True, member


def _named_scopes(
    table: symtable.SymbolTable, *, are_members: bool = False
) -> Iterator[tuple[bool, int, str]]:
    """Yield whether it is in a class, line and name of each scope of the top level and of the classes there."""
    for child in table.get_children():
        yield are_members, child.get_lineno(), child.get_name()
        if child.get_type() == "class" and not are_members:
            yield from _named_scopes(child, are_members=True)
