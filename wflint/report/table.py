"""Tables: columns as wide as the terminal lets them be, and nothing drawn between them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.cells import cell_len
from rich.table import Table
from rich.text import Text

from wflint.record import record
from wflint.report.console import QUIET_STYLE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import JustifyMethod
    from rich.segment import Segment

    from wflint.report.console import Screen

_GAP: Final = 2
_LEAST_PROSE: Final = 14
"""Cells below which broken lines are no longer read as sentences."""


@record
class Column:
    """A column of a table.

    Attributes:
        title: Its heading.
        is_number: Whether its cells are aligned to the right.
        is_prose: Whether its cells may be broken, between words where there is room for the longest one.
        least: Cells that prose takes even on a narrow terminal, unless all of it is shorter.
        is_extra: Whether it is left out where there is no room for it, the last one first.
    """

    title: str
    is_number: bool = False
    is_prose: bool = False
    least: int = _LEAST_PROSE
    is_extra: bool = False


@dataclass(slots=True)
class _Room:
    """The cells that a column takes, at least and at present, and whether its words may be broken."""

    least: int
    width: int
    may_break: bool


def table(columns: Sequence[Column], rows: Sequence[Sequence[Text]], screen: Screen) -> list[Text]:
    """Return the rows of a table; none where it is empty.

    Args:
        columns: What each cell of a row is.
        rows: The cells of each row, escaped.
        screen: Where it is shown; in a file or a pipe, each row is one line.
    """
    if not rows:
        return []
    rooms = [_room(column, [row[index] for row in rows]) for index, column in enumerate(columns)]
    kept = list(range(len(columns)))
    if screen.has_edge:
        kept = _fitting(columns, rooms, screen.width)
        _shrink([rooms[index] for index in kept], screen.width)
    drawn = Table(box=None, pad_edge=False, padding=(0, _GAP, 0, 0), header_style=QUIET_STYLE)
    for index in kept:
        justify: JustifyMethod = "right" if columns[index].is_number else "left"
        drawn.add_column(
            Text(columns[index].title), width=rooms[index].width, justify=justify, overflow="fold"
        )
    for row in rows:
        drawn.add_row(*(row[index] for index in kept))
    options = screen.console.options.update(width=_width(rooms[index] for index in kept))
    lines = screen.console.render_lines(drawn, options, pad=False)
    return [_line(segments) for segments in lines]


def _room(column: Column, cells: Sequence[Text]) -> _Room:
    texts = [column.title, *(cell.plain for cell in cells)]
    width = max(map(cell_len, texts))
    word = max((cell_len(word) for text in texts for word in text.split()), default=0)
    least = max(word, min(width, column.least)) if column.is_prose else width
    return _Room(least, width, column.is_prose)


def _fitting(columns: Sequence[Column], rooms: Sequence[_Room], width: int) -> list[int]:
    """Return which columns there is room for without a word broken."""
    kept = list(range(len(columns)))
    for index in reversed(range(len(columns))):
        if sum(rooms[each].least for each in kept) + _GAP * (len(kept) - 1) <= width:
            break
        if columns[index].is_extra:
            kept.remove(index)
    return kept


def _shrink(rooms: Sequence[_Room], width: int) -> None:
    """Take from the columns that can spare most what the line lacks."""
    breaking = [room for room in rooms if room.may_break]
    while breaking and _width(rooms) > width:
        widest = max(breaking, key=lambda room: (room.width - room.least, room.width))
        if widest.width <= 1:
            return
        widest.width -= 1


def _width(rooms: Iterable[_Room]) -> int:
    widths = [room.width for room in rooms]
    return sum(widths) + _GAP * (len(widths) - 1)


def _line(segments: Iterable[Segment]) -> Text:
    line = Text.assemble(*((each.text, each.style or "") for each in segments))
    line.rstrip()
    return line
