"""Parse a text most of which has been parsed before: while somebody types, all definitions but one stay as they are.

What stands between the last definition that certainly ends before the change and the first one that certainly ends after it
is parsed by itself, and put between the statements around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

import libcst as cst

from wflint.files.difference import difference
from wflint.languages.python.late_bodies import (
    LateBodies,
    LeftOut,
    defined_among,
    ends_of,
    layout_of,
    set_fields,
    with_stubs,
)
from wflint.languages.python.split import Definition, split_part

_OUTERMOST: Final = re.compile(r"(?:[ \t]*\r?\n)*[^\s]")
"""Lines whose first code or comment is not indented, so that they add nothing to a definition before them."""
_INDENTED: Final = re.compile(r"^[ \t]+\S", re.MULTILINE)


class _Cut(NamedTuple):
    """A place after a definition.

    Attributes:
        number: Which of the definitions it is.
        offset: Where the line after its body begins.
    """

    number: int
    offset: int


class _Piece(NamedTuple):
    """The part of an edited text that is parsed by itself.

    Attributes:
        text: The part.
        earlier: Where it begins, in both texts.
        later: Where it ends in the text before; `None` where it goes on to the end.
    """

    text: str
    earlier: _Cut
    later: _Cut | None


_START: Final = _Cut(-1, 0)


def reparsed(before: LateBodies, old: str, new: str) -> LateBodies | None:
    """Return the parse of an edited text; `None` where only a parse of the whole is certain to be right.

    Args:
        before: The parse of the text before, which stays as it is.
        old: The text before.
        new: The text now.
    """
    piece = _piece(before, old, new)
    if piece.earlier is _START and piece.later is None:
        return None
    definitions = split_part(piece.text)
    if definitions is None:
        return None
    try:
        parsed = cst.parse_module(with_stubs(piece.text, 0, len(piece.text), definitions))
    except (cst.ParserSyntaxError, cst.CSTValidationError):
        return None
    if not _fits(parsed, piece, before.tree):
        return None
    return _put_in(before, piece, parsed, definitions, len(new) - len(old))


def _piece(before: LateBodies, old: str, new: str) -> _Piece:
    """Return the part of a new text that holds all that has changed."""
    changed = difference(old, new)
    earlier, later = _START, None
    for cut in _cuts(before, old):
        if cut.offset <= changed.start and _OUTERMOST.match(new, cut.offset):
            earlier = cut
        elif cut.offset > changed.old_end:  # the end of the line before it has not changed either
            later = cut
            break
    stop = later.offset + len(new) - len(old) if later is not None else len(new)
    return _Piece(new[earlier.offset : stop], earlier, later)


def _cuts(before: LateBodies, old: str) -> Iterator[_Cut]:
    """Yield the places at which a text may be cut, in order."""
    for number, end in enumerate(before.ends):
        offset = old.find("\n", end) + 1 if end is not None else 0
        if offset and _OUTERMOST.match(old, offset):
            yield _Cut(number, offset)


def _fits(parsed: cst.Module, piece: _Piece, tree: cst.Module) -> bool:
    """Return whether the parse of a piece means the same within the whole."""
    if not parsed.body or (piece.later is not None and parsed.footer):
        return False
    is_alike = parsed.default_indent == tree.default_indent or not _INDENTED.search(piece.text)
    return is_alike and parsed.default_newline == tree.default_newline


def _put_in(
    before: LateBodies, piece: _Piece, parsed: cst.Module, definitions: tuple[Definition, ...], shift: int
) -> LateBodies:
    """Put the parse of a piece between the statements around it."""
    tree, earlier, later = before.tree, piece.earlier, piece.later
    defined = set(map(id, defined_among(tree.body)))
    places = [-1, *(place for place, each in enumerate(tree.body) if id(each) in defined)]
    ahead = tree.body[: places[earlier.number + 1] + 1]
    behind = tree.body[places[later.number + 1] + 1 :] if later is not None else ()
    if earlier is not _START:
        first = parsed.body[0]
        set_fields(first, leading_lines=(*parsed.header, *first.leading_lines))
    around_end = tree if later is not None else parsed
    changed = tree.with_changes(
        header=parsed.header if earlier is _START else tree.header,
        body=[*ahead, *parsed.body, *behind],
        footer=around_end.footer,
        has_trailing_newline=around_end.has_trailing_newline,
    )
    known = before.left_out.bodies
    kept = {each: known[each] for each in defined_among((*ahead, *behind)) if each in known}
    left_out = LeftOut.of(parsed.body, layout_of(tree), piece.text, definitions)
    after = before.ends[later.number + 1 :] if later is not None else ()
    ends = [
        *before.ends[: earlier.number + 1],
        *ends_of(definitions, earlier.offset),
        *(end + shift if end is not None else None for end in after),
    ]
    return LateBodies(changed, LeftOut({**kept, **left_out.bodies}), ends)
