"""Source lines as a terminal shows them: which cell each character takes, and the part that fits the width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from itertools import accumulate
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len

if TYPE_CHECKING:
    from wflint.report.visible import Charset

_TAB: Final = "    "
# Terminals disagree on whether these widen the emoji before them or are drawn alone; without them all agree.
_EMOJI_MODIFIERS: Final = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


@dataclass(frozen=True, slots=True)
class ShownLine:
    """A line of source.

    Attributes:
        pieces: What the terminal shows for each character.
        cells: The cell that each character starts at, from 0, and the one after the last.
    """

    pieces: tuple[str, ...]
    cells: tuple[int, ...]

    @property
    def width(self) -> int:
        """Return the cells of the whole line."""
        return self.cells[-1]


@dataclass(frozen=True, slots=True)
class Window:
    """The part of a line that is shown.

    Attributes:
        text: That part, with an ellipsis where something was cut.
        shift: How many cells it has moved to the left.
    """

    text: str
    shift: int


def show_line(text: str, charset: Charset) -> ShownLine:
    """Return a source line with tabs expanded and nothing in it that acts on the terminal."""
    text = text.rstrip()
    if text.isascii() and text.isprintable():
        return ShownLine(tuple(text), tuple(range(len(text) + 1)))
    pieces = tuple(_piece(char, charset) for char in text)
    return ShownLine(pieces, (0, *accumulate(cell_len(piece) for piece in pieces)))


def _piece(char: str, charset: Charset) -> str:
    if char == "\t":
        return _TAB
    return "" if char in _EMOJI_MODIFIERS else charset.picture(char)


def cut(line: ShownLine, start: int, end: int, width: int, ellipsis: str) -> Window:
    """Return the part of a line around the cells `start` to `end` that fits into `width` cells."""
    # An underline may start one cell after the code.
    if max(line.width, end) <= width:
        return Window("".join(line.pieces), 0)
    dots = len(ellipsis)
    first = 0
    if end > width - dots:
        room = max(width - 2 * dots - (end - start), 0)
        first = bisect_left(line.cells, max(start - room // 2, 0))
    left = ellipsis if first else ""
    begin = line.cells[first]
    last = bisect_right(line.cells, begin + width - len(left)) - 1
    right = ""
    if last < len(line.pieces):
        right = ellipsis
        last = bisect_right(line.cells, begin + width - len(left) - dots) - 1
    return Window(left + "".join(line.pieces[first:last]) + right, begin - len(left))
