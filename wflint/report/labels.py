"""The rows under a line of code: markers under the spans, and the labels' messages hung from them.

```
    a = pick(first, second)
        ---- -----  ^^^^^^ the rightmost message stands beside its marker
        |    the others hang below, from right to left
        so that no connector crosses a message
```
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.text import Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.report.console import Screen

_MINIMUM_ROOM: Final = 30
_MESSAGE_ROWS: Final = 6


@dataclass(frozen=True, slots=True)
class Glyphs:
    """The characters that frames are drawn with."""

    gutter: str
    connector: str
    corner: str
    ellipsis: str
    bar_start: str
    bar: str
    bar_end: str
    primary: str = "^"
    related: str = "-"


ASCII: Final = Glyphs("|", "|", "", "...", "/", "|", "\\")
UNICODE: Final = Glyphs("│", "│", "╰ ", "…", "╭", "│", "╰")


@dataclass(frozen=True, slots=True)
class Mark:
    """A label at its place under a shown line.

    Attributes:
        start: First cell of the marker.
        end: Cell behind the marker, at least one on.
        message: What the label says, may be empty.
        primary: Whether it is the finding's primary label.
        style: Of marker, connector and message.
    """

    start: int
    end: int
    message: str
    primary: bool
    style: str


def label_rows(marks: Sequence[Mark], width: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    """The rows under one line of code, none wider than `width` cells if the messages can be broken so."""
    rows = [_markers(marks, glyphs)]
    # From right to left, so that no connector has to cross a message.
    hanging = sorted((mark for mark in marks if mark.message), key=lambda mark: -mark.start)
    beside = _beside(hanging, max(mark.end for mark in marks), width)
    if beside:
        hanging.remove(beside)
        first, *rest = _message(beside, width - beside.end - 1, glyphs, screen)
        _put(rows[0], beside.end + 1, first)
        for line in rest:
            rows.append(_connectors(hanging, beside.end, glyphs))
            _put(rows[-1], beside.end + 1, line)
    for index, mark in enumerate(hanging):
        rows += _hanging_rows(mark, hanging[index + 1 :], width, glyphs, screen)
    return rows


def _beside(hanging: Sequence[Mark], end: int, width: int) -> Mark | None:
    """The label whose message can stand beside its marker: nothing is to the right of it, and there is room."""
    mark = next((mark for mark in hanging if mark.end == end), None)
    if mark is None:
        return None
    room = width - end - 1
    return mark if cell_len(mark.message) <= room or room >= _MINIMUM_ROOM else None


def _markers(marks: Sequence[Mark], glyphs: Glyphs) -> Text:
    """The markers; where they overlap, the shorter is drawn over the longer, and the primary over its equal."""
    longest_first = sorted(marks, key=lambda mark: (mark.start - mark.end, mark.primary))
    cells = [" "] * max(mark.end for mark in marks)
    for mark in longest_first:
        glyph = glyphs.primary if mark.primary else glyphs.related
        cells[mark.start : mark.end] = glyph * (mark.end - mark.start)
    row = Text("".join(cells))
    for mark in longest_first:
        row.stylize(mark.style, mark.start, mark.end)
    return row


def _hanging_rows(
    mark: Mark, to_the_left: Sequence[Mark], width: int, glyphs: Glyphs, screen: Screen
) -> list[Text]:
    """A message under its marker, moved to the left as far as it needs room."""
    corner = glyphs.corner
    cell = mark.start + len(corner)
    wanted = min(cell_len(mark.message), width)
    if width - cell < min(wanted, _MINIMUM_ROOM):
        corner = ""
        free = max((other.start + 2 for other in to_the_left if other.start < mark.start), default=0)
        cell = max(width - wanted, free)
        # Connectors too close to the right edge give way to the message.
        if width - cell < min(wanted, _MINIMUM_ROOM):
            cell = width - min(wanted, _MINIMUM_ROOM)
    rows: list[Text] = []
    for line in _message(mark, width - cell, glyphs, screen):
        row = _connectors(to_the_left, min(cell, mark.start), glyphs)
        if corner and not rows:
            _put(row, mark.start, Text(corner, style=mark.style))
        _put(row, cell, line)
        rows.append(row)
    return rows


def _connectors(marks: Sequence[Mark], end: int, glyphs: Glyphs) -> Text:
    """Lines down from the markers that start before the cell `end` to their messages further below."""
    row = Text()
    for start, style in sorted({mark.start: mark.style for mark in marks if mark.start < end}.items()):
        _put(row, start, Text(glyphs.connector, style=style))
    return row


def _message(mark: Mark, width: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    lines = screen.wrap(screen.prose(mark.message, mark.style), width)
    if len(lines) > _MESSAGE_ROWS:
        del lines[_MESSAGE_ROWS:]
        lines[-1].append(f" {glyphs.ellipsis}")
    return lines


def _put(row: Text, cell: int, text: Text) -> None:
    """Appends text to the row so that it starts at the cell."""
    row.pad_right(cell - row.cell_len)
    row.append_text(text)
