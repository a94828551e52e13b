"""Source lines as a terminal shows them: which cell each character takes, and the part that fits the width."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Final, NamedTuple

from rich.cells import cell_len
from rich.text import Text

from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.report.visible import Charset

_TAB: Final = "    "
# Terminals disagree on whether these widen the emoji before them or are drawn alone; without them all agree.
_EMOJI_MODIFIERS: Final = frozenset("\ufe0e\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff")


class StyledSpan(NamedTuple):
    """How some characters of a line are shown, by their indexes in it."""

    start: int
    end: int
    style: str


@record
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


@record
class Window:
    """The part of a line that is shown.

    Attributes:
        text: That part, with an ellipsis where something was cut.
        shift: How many cells it has moved to the left.
        first: Index of the first character of the line that is shown.
        last: Index after the last one.
        lead: How long the ellipsis before it is.
    """

    text: str
    shift: int
    first: int
    last: int
    lead: int = 0

    def styled(self, line: ShownLine, spans: Sequence[StyledSpan]) -> Text:
        """Return the text with the styles of the line that it is a part of."""
        shown = Text(self.text)
        if not spans:
            return shown
        offsets = list(accumulate(map(len, line.pieces[self.first : self.last]), initial=self.lead))
        for start, end, style in spans:
            first, last = max(start, self.first), min(end, self.last)
            if first < last:
                shown.stylize(style, offsets[first - self.first], offsets[last - self.first])
        return shown


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
        return Window("".join(line.pieces), 0, 0, len(line.pieces))
    indent = next((index for index, piece in enumerate(line.pieces) if piece.strip()), 0)
    if line.cells[indent] <= start and max(line.width, end) - line.cells[indent] <= width:
        return Window("".join(line.pieces[indent:]), line.cells[indent], indent, len(line.pieces))
    dots = len(ellipsis)
    first = 0
    if end > width - dots:
        room = max(width - 2 * dots - (end - start), 0)
        first = bisect_left(line.cells, max(start - room // 2, 0))
    left = ellipsis if first > indent else ""  # white space is no loss
    begin = line.cells[first]
    last = bisect_right(line.cells, begin + width - len(left)) - 1
    right = ""
    if last < len(line.pieces):
        right = ellipsis
        last = bisect_right(line.cells, begin + width - len(left) - dots) - 1
    text = left + "".join(line.pieces[first:last]) + right
    return Window(text, begin - len(left), first, last, len(left))


def fold(line: ShownLine, width: int, indent: int) -> Iterator[str]:
    """Yield a whole line in rows of at most `width` cells, all but the first indented, broken at spaces where there are some."""
    first, margin = 0, 0
    while line.width - line.cells[first] > width - margin:
        last = max(bisect_right(line.cells, line.cells[first] + width - margin) - 1, first + 1)
        space = next(
            (index for index in range(last, (first + last) // 2, -1) if line.pieces[index] == " "), None
        )
        end = last if space is None else space
        yield " " * margin + "".join(line.pieces[first:end])
        first = last if space is None else space + 1
        margin = min(indent, width // 2)
    yield " " * margin + "".join(line.pieces[first:])
