"""The rows under a line of code: underlines, and the labels' messages hung from them.

```
    a = pick(first, second)
        ---- -----  ^^^^^^ the rightmost message is next to its underline
        |    the others hang below, from right to left
        so that no connector crosses a message
```
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.report.console import Screen

_MINIMUM_ROOM: Final = 30
_HANGING_ROOM: Final = 16
_LEAST_ROOM: Final = 12
_MESSAGE_ROWS: Final = 6


@record
class Glyphs:
    """The characters that frames are drawn with."""

    gutter: str
    connector: str
    corner: str
    end_corner: str
    ellipsis: str
    bar_start: str
    bar: str
    bar_end: str
    rule: str
    continued: str
    primary: str = "^"
    related: str = "-"


ASCII: Final = Glyphs("|", "|", "", "|", "...", "/", "|", "\\", "-", ":")
UNICODE: Final = Glyphs("│", "│", "╰ ", "╯", "…", "╭", "│", "╰", "─", "…")


def glyphs_for(screen: Screen) -> Glyphs:
    """Return the characters that the screen can draw with."""
    return UNICODE if screen.charset.unicode else ASCII


@record
class Underline:
    """A label at its place under a shown line.

    Attributes:
        start: First cell of the underline.
        end: Cell after the underline, at least one on.
        message: What the label says, may be empty.
        primary: Whether it is the finding's primary label.
        style: Of underline, connector and message.
    """

    start: int
    end: int
    message: str
    primary: bool
    style: str


def label_rows(underlines: Sequence[Underline], width: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    """Return the rows under one line of code, none wider than `width` cells if the messages can be broken so."""
    rows = [_underline_row(underlines, glyphs)]
    # From right to left, so that no connector has to cross a message.
    hanging = sorted(
        (underline for underline in underlines if underline.message), key=lambda underline: -underline.start
    )
    beside = _beside(hanging, max(underline.end for underline in underlines), width)
    if beside:
        hanging.remove(beside)
        first, *rest = _message(beside, width - beside.end - 1, glyphs, screen)
        _put(rows[0], beside.end + 1, first)
        for line in rest:
            rows.append(_connectors(hanging, beside.end, glyphs))
            _put(rows[-1], beside.end + 1, line)
    for index, underline in enumerate(hanging):
        rows += _hanging_rows(underline, hanging[index + 1 :], width, glyphs, screen)
    return rows


def _beside(hanging: Sequence[Underline], end: int, width: int) -> Underline | None:
    """Return the label whose message fits next to its underline, with nothing to the right of it."""
    underline = next((underline for underline in hanging if underline.end == end), None)
    if underline is None:
        return None
    room = width - end - 1
    return underline if cell_len(underline.message) <= room or room >= _MINIMUM_ROOM else None


def _underline_row(underlines: Sequence[Underline], glyphs: Glyphs) -> Text:
    """Return the underlines; where they overlap, the shorter is drawn over the longer, the primary over its equal."""
    longest_first = sorted(
        underlines, key=lambda underline: (underline.start - underline.end, underline.primary)
    )
    cells = [" "] * max(underline.end for underline in underlines)
    for underline in longest_first:
        glyph = glyphs.primary if underline.primary else glyphs.related
        cells[underline.start : underline.end] = glyph * (underline.end - underline.start)
    row = Text("".join(cells))
    for underline in longest_first:
        row.stylize(underline.style, underline.start, underline.end)
    return row


def _hanging_rows(
    underline: Underline, to_the_left: Sequence[Underline], width: int, glyphs: Glyphs, screen: Screen
) -> list[Text]:
    """Return a message under its underline: to the right of where that starts, or to the left where there is no room."""
    wanted = cell_len(underline.message)
    cell = underline.start + len(glyphs.corner)
    free = max((other.start + 2 for other in to_the_left if other.start < underline.start), default=0)
    before = underline.start - 1 - free
    room = width - cell
    is_better_left = room < wanted <= before
    if not is_better_left and (room >= min(wanted, _HANGING_ROOM) or room >= max(before, _LEAST_ROOM)):
        return _right_of(underline, cell, to_the_left, width, glyphs, screen)
    if before >= min(wanted, _LEAST_ROOM):
        return _left_of(underline, before, to_the_left, glyphs, screen)
    # Connectors too close to the right edge give way to the message.
    cell = min(cell, width - min(wanted, _MINIMUM_ROOM, width))
    return _right_of(underline, cell, to_the_left, width, glyphs, screen)


def _right_of(
    underline: Underline,
    cell: int,
    to_the_left: Sequence[Underline],
    width: int,
    glyphs: Glyphs,
    screen: Screen,
) -> list[Text]:
    """Return a message that starts at a cell, connected with the start of its underline where it is not before that."""
    rows: list[Text] = []
    for line in _message(underline, width - cell, glyphs, screen):
        row = _connectors(to_the_left, min(cell, underline.start), glyphs)
        if cell > underline.start and not rows:
            _put(row, underline.start, Text(glyphs.corner, style=underline.style))
        _put(row, cell, line)
        rows.append(row)
    return rows


def _left_of(
    underline: Underline, room: int, to_the_left: Sequence[Underline], glyphs: Glyphs, screen: Screen
) -> list[Text]:
    """Return a message that ends below the start of its underline, with which its first line is connected."""
    rows: list[Text] = []
    for line in _message(underline, room, glyphs, screen):
        row = _connectors(to_the_left, underline.start, glyphs)
        _put(row, underline.start - 1 - line.cell_len, line)
        if not rows:
            row.append(f" {glyphs.end_corner}", style=underline.style)
        rows.append(row)
    return rows


def _connectors(underlines: Sequence[Underline], end: int, glyphs: Glyphs) -> Text:
    """Return lines down from the underlines that start before the cell `end` to their messages further below."""
    row = Text()
    for start, style in sorted(
        {underline.start: underline.style for underline in underlines if underline.start < end}.items()
    ):
        _put(row, start, Text(glyphs.connector, style=style))
    return row


def _message(underline: Underline, width: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    lines = screen.wrap(screen.prose(underline.message, underline.style), width)
    if len(lines) > _MESSAGE_ROWS:
        del lines[_MESSAGE_ROWS:]
        lines[-1].append(f" {glyphs.ellipsis}")
    return lines


def _put(row: Text, cell: int, text: Text) -> None:
    """Append text to the row so that it starts at the cell."""
    row.pad_right(cell - row.cell_len)
    row.append_text(text)
