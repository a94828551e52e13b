"""The code of a frame: for each file its marked lines, in the code's own order, with labels under them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from rich.text import Text

from wflint.findings import Role
from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, RELATED_STYLE, Screen
from wflint.report.labels import ASCII, UNICODE, Glyphs, Mark, label_rows
from wflint.report.lines import ShownLine, cut, show_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.findings import Finding, Label
    from wflint.source.text import SourceText

_LABELS: Final = 12
_BARS: Final = 3
# A longer span is shown by its first and last lines.
_SPAN_HEAD: Final = 3
_SPAN_TAIL: Final = 2


@dataclass(frozen=True, slots=True)
class _Place:
    """A label at its place in the source.

    Attributes:
        first: Line of the span's start, from 1.
        last: Line of the span's end.
        start: Index of the first marked character in the first line.
        end: Index behind the last marked character in the first line.
        message: What the label says.
        primary: Whether it is the primary label.
        style: Its colour.
    """

    first: int
    last: int
    start: int
    end: int
    message: str
    primary: bool
    style: str


@dataclass(frozen=True, slots=True)
class _Section:
    """The part of a frame that shows one file.

    Attributes:
        header: Where it is, `path:line:column`.
        source: The file.
        places: Its labels.
    """

    header: str
    source: SourceText
    places: tuple[_Place, ...]


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
    labels = [finding.primary, *finding.related]
    shown = _number_causes(labels[:_LABELS])
    sections = _sections(shown, sources, LEVEL_STYLES[finding.level])
    gutter = max(len(str(place.last)) for section in sections for place in section.places)
    glyphs = glyphs_for(screen)
    rows: list[Text] = []
    for arrow, section in zip(["-->", *[":::"] * len(sections)], sections, strict=False):
        if rows:
            rows.append(gutter_row(gutter, glyphs))
        header = Text.assemble(
            " " * gutter, (f"{arrow} ", QUIET_STYLE), screen.charset.escape(section.header)
        )
        rows += [header, gutter_row(gutter, glyphs), *_section_rows(section, gutter, glyphs, screen)]
    return Excerpt(tuple(rows), gutter, len(labels) - len(shown))


def gutter_row(gutter: int, glyphs: Glyphs, content: Text | None = None, number: str = "") -> Text:
    """A row with or without a line number: the gutter, and behind it the content."""
    row = Text.assemble((f"{number:>{gutter}} {glyphs.gutter} ", QUIET_STYLE), content or "")
    row.rstrip()
    return row


def _number_causes(labels: Sequence[Label]) -> list[tuple[Label, str]]:
    """Labels with their messages; the links of a longer chain are numbered, since files split it up."""
    causes = [label for label in labels if label.role is Role.CAUSE]
    if len(causes) < 2:
        return [(label, label.message) for label in labels]
    numbers = {id(label): f"{number}. " for number, label in enumerate(causes, 1)}
    return [(label, numbers.get(id(label), "") + label.message) for label in labels]


def _sections(
    labels: Sequence[tuple[Label, str]], sources: Mapping[str, SourceText], style: str
) -> list[_Section]:
    paths = list(dict.fromkeys(label.span.path for label, _ in labels))
    sections: list[_Section] = []
    for path in paths:
        here = [(label, message) for label, message in labels if label.span.path == path]
        source = sources[path]
        line, column = source.position(here[0][0].span.start)
        places = tuple(_place(label, message, source, style) for label, message in here)
        sections.append(_Section(f"{path}:{line}:{column}", source, places))
    return sections


def _place(label: Label, message: str, source: SourceText, style: str) -> _Place:
    first, start_column = source.position(label.span.start)
    last, end_column = source.position(label.span.end)
    if last > first and end_column == 1:
        last, end_column = last - 1, len(source.line_text(last - 1)) + 1
    # Blank space and the newline behind the code are not shown, a span may point there.
    length = len(source.line_text(first).rstrip())
    start = min(start_column - 1, length)
    end = max(start, length if last > first else min(end_column - 1, length))
    primary = label.role is Role.PRIMARY
    return _Place(first, last, start, end, message, primary, style if primary else RELATED_STYLE)


def _section_rows(section: _Section, gutter: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    bars = _bars(section.places)
    width = screen.width - gutter - 3 - 2 * len(bars)
    rows: list[Text] = []
    previous = 0
    for line in _shown_lines(section.places):
        if previous and line > previous + 1:
            bar_cells = _bar_cells(bars, previous, glyphs, below=True)
            rows.append(Text.assemble((f"{'...':<{gutter + 3}}", QUIET_STYLE), bar_cells))
            rows[-1].rstrip()
        shown = show_line(section.source.shown_line(line), screen.charset)
        places = [place for place in section.places if place.first == line]
        for group in _groups(places, shown, width, glyphs) or [[]]:
            code, labels = _code_and_labels(group, shown, width, glyphs, screen)
            beside = _bar_cells(bars, line, glyphs, below=False).append_text(code)
            rows.append(gutter_row(gutter, glyphs, beside, str(line)))
            for label in labels:
                under = _bar_cells(bars, line, glyphs, below=True).append_text(label)
                rows.append(gutter_row(gutter, glyphs, under))
        previous = line
    return rows


def _shown_lines(places: Iterable[_Place]) -> list[int]:
    """The lines to show, sorted; a single line between two of them is shown rather than elided."""
    lines: set[int] = set()
    for place in places:
        span = range(place.first, place.last + 1)
        lines.update(
            span if len(span) <= _SPAN_HEAD + _SPAN_TAIL + 1 else [*span[:_SPAN_HEAD], *span[-_SPAN_TAIL:]]
        )
    lines |= {line + 1 for line in lines if line + 2 in lines}
    return sorted(lines)


def _groups(places: Iterable[_Place], line: ShownLine, width: int, glyphs: Glyphs) -> list[list[_Place]]:
    """Labels of a line in groups that fit into the width together; a very long line is shown once a group."""
    ordered = sorted(places, key=lambda place: place.start)
    groups: list[list[_Place]] = []
    room = width - 2 * len(glyphs.ellipsis)
    for place in ordered:
        together = [*groups[-1], place] if groups else [place]
        extent = line.cells[max(one.end for one in together)] - line.cells[together[0].start]
        if groups and (line.width <= width or extent <= room):
            groups[-1] = together
        else:
            groups.append([place])
    return groups


def _code_and_labels(
    places: Sequence[_Place], line: ShownLine, width: int, glyphs: Glyphs, screen: Screen
) -> tuple[Text, list[Text]]:
    """The visible part of a line, and the rows under it."""
    if not places:
        return Text(cut(line, 0, 0, width, glyphs.ellipsis).text), []
    start = line.cells[min(place.start for place in places)]
    end = max(max(line.cells[place.end], line.cells[place.start] + 1) for place in places)
    window = cut(line, start, end, width, glyphs.ellipsis)
    marks: list[Mark] = []
    for place in places:
        first = line.cells[place.start] - window.shift
        behind = max(min(line.cells[place.end] - window.shift, width), first + 1)
        marks.append(Mark(first, behind, place.message, place.primary, place.style))
    return Text(window.text), label_rows(marks, width, glyphs, screen)


def _bars(places: Iterable[_Place]) -> list[list[_Place]]:
    """Columns of bars beside the code that mark how far spans of several lines reach, the outermost first."""
    columns: list[list[_Place]] = []
    spans = [place for place in places if place.last > place.first]
    for place in sorted(spans, key=lambda place: (place.first, -place.last)):
        column = next((column for column in columns if column[-1].last < place.first), None)
        if column is not None:
            column.append(place)
        elif len(columns) < _BARS:
            columns.append([place])
    return columns


def _bar_cells(columns: Iterable[Sequence[_Place]], line: int, glyphs: Glyphs, *, below: bool) -> Text:
    """Two cells a column, beside a line or below it."""
    cells = Text()
    for column in columns:
        place = next((place for place in column if place.first <= line <= place.last), None)
        if place is None or (below and line == place.last):
            cells.append("  ")
        elif below or place.first < line < place.last:
            cells.append(f"{glyphs.bar} ", style=place.style)
        else:
            edge = glyphs.bar_start if line == place.first else glyphs.bar_end
            cells.append(f"{edge} ", style=place.style)
    return cells
