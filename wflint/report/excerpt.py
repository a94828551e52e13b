"""The code of a frame: for each file its marked lines, in the code's own order, with labels under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, RELATED_STYLE, Screen
from wflint.report.labels import ASCII, UNICODE, Glyphs, Mark, label_rows
from wflint.report.lines import ShownLine, cut, show_line
from wflint.report.story import story

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Finding
    from wflint.report.story import Section, Spot

_BARS: Final = 3


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The code of a frame.

    Attributes:
        rows: What to print.
        gutter: Cells of the line numbers, for rows that go on below.
        hidden: How many labels there was no room for.
    """

    rows: tuple[Text, ...]
    gutter: int
    hidden: int


def glyphs_for(screen: Screen) -> Glyphs:
    """The characters that the screen can draw with."""
    return UNICODE if screen.charset.unicode else ASCII


def excerpt(finding: Finding, sources: Mapping[str, SourceText], screen: Screen) -> Excerpt:
    """The marked code of a finding, the primary label's file first."""
    told = story(finding, sources)
    gutter = max(len(str(spot.last)) for section in told.sections for spot in section.spots)
    glyphs = glyphs_for(screen)
    rows: list[Text] = []
    for arrow, section in zip(["-->", *[":::"] * len(told.sections)], told.sections, strict=False):
        if rows:
            rows.append(gutter_row(gutter, glyphs))
        header = Text.assemble(
            " " * gutter, (f"{arrow} ", QUIET_STYLE), screen.charset.escape(section.header)
        )
        rows += [header, gutter_row(gutter, glyphs), *_section_rows(section, gutter, glyphs, screen)]
    return Excerpt(tuple(rows), gutter, told.hidden)


def gutter_row(gutter: int, glyphs: Glyphs, content: Text | None = None, number: str = "") -> Text:
    """A row with or without a line number: the gutter, and behind it the content."""
    row = Text.assemble((f"{number:>{gutter}} {glyphs.gutter} ", QUIET_STYLE), content or "")
    row.rstrip()
    return row


def _section_rows(section: Section, gutter: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    bars = _bars(section.spots)
    width = screen.width - gutter - 3 - 2 * len(bars)
    rows: list[Text] = []
    previous = 0
    for line in section.lines:
        if previous and line > previous + 1:
            bar_cells = _bar_cells(bars, previous, glyphs, below=True)
            rows.append(Text.assemble((f"{'...':<{gutter + 3}}", QUIET_STYLE), bar_cells))
            rows[-1].rstrip()
        shown = show_line(section.source.shown_line(line), screen.charset)
        spots = [spot for spot in section.spots if spot.first == line]
        for group in _groups(spots, shown, width, glyphs) or [[]]:
            code, labels = _code_and_labels(group, shown, width, glyphs, screen)
            beside = _bar_cells(bars, line, glyphs, below=False).append_text(code)
            rows.append(gutter_row(gutter, glyphs, beside, str(line)))
            for label in labels:
                under = _bar_cells(bars, line, glyphs, below=True).append_text(label)
                rows.append(gutter_row(gutter, glyphs, under))
        previous = line
    return rows


def _style(spot: Spot) -> str:
    return LEVEL_STYLES[spot.level] if spot.primary else RELATED_STYLE


def _groups(spots: Iterable[Spot], line: ShownLine, width: int, glyphs: Glyphs) -> list[list[Spot]]:
    """Labels of a line in groups that fit into the width together; a very long line is shown once a group."""
    ordered = sorted(spots, key=lambda spot: spot.start)
    groups: list[list[Spot]] = []
    room = width - 2 * len(glyphs.ellipsis)
    for spot in ordered:
        together = [*groups[-1], spot] if groups else [spot]
        extent = line.cells[max(one.end for one in together)] - line.cells[together[0].start]
        if groups and (line.width <= width or extent <= room):
            groups[-1] = together
        else:
            groups.append([spot])
    return groups


def _code_and_labels(
    spots: Sequence[Spot], line: ShownLine, width: int, glyphs: Glyphs, screen: Screen
) -> tuple[Text, list[Text]]:
    """The visible part of a line, and the rows under it."""
    if not spots:
        return Text(cut(line, 0, 0, width, glyphs.ellipsis).text), []
    start = line.cells[min(spot.start for spot in spots)]
    end = max(max(line.cells[spot.end], line.cells[spot.start] + 1) for spot in spots)
    window = cut(line, start, end, width, glyphs.ellipsis)
    marks: list[Mark] = []
    for spot in spots:
        first = line.cells[spot.start] - window.shift
        behind = max(min(line.cells[spot.end] - window.shift, width), first + 1)
        # Escaped before it is measured: combining characters take no cell, their escapes six.
        message = screen.charset.escape(spot.message)
        marks.append(Mark(first, behind, message, spot.primary, _style(spot)))
    return Text(window.text), label_rows(marks, width, glyphs, screen)


def _bars(spots: Iterable[Spot]) -> list[list[Spot]]:
    """Columns of bars beside the code that mark how far spans of several lines reach, the outermost first."""
    columns: list[list[Spot]] = []
    spans = [spot for spot in spots if spot.last > spot.first]
    for spot in sorted(spans, key=lambda spot: (spot.first, -spot.last)):
        column = next((column for column in columns if column[-1].last < spot.first), None)
        if column is not None:
            column.append(spot)
        elif len(columns) < _BARS:
            columns.append([spot])
    return columns


def _bar_cells(columns: Iterable[Sequence[Spot]], line: int, glyphs: Glyphs, *, below: bool) -> Text:
    """Two cells a column, beside a line or below it."""
    cells = Text()
    for column in columns:
        spot = next((spot for spot in column if spot.first <= line <= spot.last), None)
        if spot is None or (below and line == spot.last):
            cells.append("  ")
        elif below or spot.first < line < spot.last:
            cells.append(f"{glyphs.bar} ", style=_style(spot))
        else:
            edge = glyphs.bar_start if line == spot.first else glyphs.bar_end
            cells.append(f"{edge} ", style=_style(spot))
    return cells
