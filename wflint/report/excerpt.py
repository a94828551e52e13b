"""The code of a frame: for each file its annotated lines, in the code's own order, with labels under them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from rich.text import Text

from wflint.record import record
from wflint.report.annotations import layout
from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, RELATED_STYLE, Screen
from wflint.report.labels import Glyphs, Underline, glyphs_for, label_rows
from wflint.report.lines import ShownLine, StyledSpan, cut, show_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Finding, Label
    from wflint.report.annotations import AnnotatedFile, Annotation

_BARS: Final = 3


@record
class Excerpt:
    """The code of a frame.

    Attributes:
        rows: What to print.
        gutter: Cells of the line numbers, for rows that go on below.
        shown: The file and the cell of the finding itself.
        hidden: How many labels there was no room for.
    """

    rows: tuple[Text, ...]
    gutter: int
    shown: tuple[str, int | None]
    hidden: int


def excerpt(
    finding: Finding,
    sources: Mapping[str, SourceText],
    screen: Screen,
    *,
    without: Label | None = None,
    gutter: int = 0,
) -> Excerpt:
    """Return the annotated code of a finding, the primary label's file first.

    Args:
        finding: What is shown.
        sources: Texts by path.
        screen: Where it is shown.
        without: A label that is shown elsewhere.
        gutter: Cells that line numbers have at least.
    """
    annotated = layout(finding, sources, without)
    numbers = (file.source.cell_line(line).line for file in annotated.files for line in file.lines)
    gutter = max(gutter, len(str(max(numbers))))
    glyphs = glyphs_for(screen)
    rows: list[Text] = []
    for arrow, file in zip(["-->", *[":::"] * len(annotated.files)], annotated.files, strict=False):
        if rows:
            rows.append(gutter_row(gutter, glyphs))
        header = Text.assemble(" " * gutter, (f"{arrow} ", QUIET_STYLE), screen.charset.escape(file.header))
        rows += [header, gutter_row(gutter, glyphs), *_file_rows(file, gutter, glyphs, screen)]
    return Excerpt(tuple(rows), gutter, (finding.span.path, annotated.files[0].cell), annotated.hidden)


def gutter_row(gutter: int, glyphs: Glyphs, content: Text | None = None, number: str = "") -> Text:
    """Return a row with or without a line number: the gutter, followed by the content."""
    row = Text.assemble((f"{number:>{gutter}} {glyphs.gutter} ", QUIET_STYLE), content or "")
    row.rstrip()
    return row


def _file_rows(file: AnnotatedFile, gutter: int, glyphs: Glyphs, screen: Screen) -> list[Text]:
    """Return the rows of one file: its lines with the labels under them, and bars next to longer spans."""
    bars = _bars(file.annotations)
    width = screen.width - gutter - 3 - 2 * len(bars)
    rows: list[Text] = []
    previous, above = 0, file.cell
    for line in file.lines:
        cell, number = file.source.cell_line(line)
        if cell != above:
            rows.append(Text.assemble(" " * gutter, ("::: ", QUIET_STYLE), f"cell {cell}"))
        elif previous and line > previous + 1:
            bar_cells = _bar_cells(bars, previous, glyphs, below=True)
            rows.append(Text.assemble((f"{'...':<{gutter + 3}}", QUIET_STYLE), bar_cells))
            rows[-1].rstrip()
        shown = show_line(file.source.shown_line(line), screen.charset)
        styles = screen.highlighter.styles(file.source, line) if screen.highlighter is not None else ()
        annotations = [annotation for annotation in file.annotations if annotation.first == line]
        # A line that is shown again, cut elsewhere, bears its number once.
        shown_number = str(number)
        for group in _groups(annotations, shown, width, glyphs) or [[]]:
            code, labels = _code_and_labels(group, shown, styles, width, screen)
            beside = _bar_cells(bars, line, glyphs, below=False).append_text(code)
            rows.append(gutter_row(gutter, glyphs, beside, shown_number))
            shown_number = glyphs.continued
            for label in labels:
                under = _bar_cells(bars, line, glyphs, below=True).append_text(label)
                rows.append(gutter_row(gutter, glyphs, under))
        previous, above = line, cell
    return rows


def _style(annotation: Annotation) -> str:
    return LEVEL_STYLES[annotation.level] if annotation.primary else RELATED_STYLE


def _groups(
    annotations: Iterable[Annotation], line: ShownLine, width: int, glyphs: Glyphs
) -> list[list[Annotation]]:
    """Group the labels of a line that fit into the width together; a very long line is shown once a group."""
    ordered = sorted(annotations, key=lambda annotation: annotation.start)
    groups: list[list[Annotation]] = []
    room = width - 2 * len(glyphs.ellipsis)
    for annotation in ordered:
        together = [*groups[-1], annotation] if groups else [annotation]
        extent = line.cells[max(one.end for one in together)] - line.cells[together[0].start]
        if groups and (line.width <= width or extent <= room):
            groups[-1] = together
        else:
            groups.append([annotation])
    return groups


def _code_and_labels(
    annotations: Sequence[Annotation],
    line: ShownLine,
    styles: Sequence[StyledSpan],
    width: int,
    screen: Screen,
) -> tuple[Text, list[Text]]:
    """Return the visible part of a line, and the rows under it."""
    glyphs = glyphs_for(screen)
    if not annotations:
        return cut(line, 0, 0, width, glyphs.ellipsis).styled(line, styles), []
    start = line.cells[min(annotation.start for annotation in annotations)]
    end = max(max(line.cells[annotation.end], line.cells[annotation.start] + 1) for annotation in annotations)
    window = cut(line, start, end, width, glyphs.ellipsis)
    underlines: list[Underline] = []
    for annotation in annotations:
        first = line.cells[annotation.start] - window.shift
        end_cell = max(min(line.cells[annotation.end] - window.shift, width), first + 1)
        # Escaped before it is measured: combining characters take no cell, their escapes six.
        message = screen.charset.escape(annotation.message)
        underlines.append(Underline(first, end_cell, message, annotation.primary, _style(annotation)))
    return window.styled(line, styles), label_rows(underlines, width, glyphs, screen)


def _bars(annotations: Iterable[Annotation]) -> list[list[Annotation]]:
    """Return the columns of bars that show how far spans of several lines reach, the outermost first."""
    columns: list[list[Annotation]] = []
    spans = [annotation for annotation in annotations if annotation.last > annotation.first]
    for annotation in sorted(spans, key=lambda annotation: (annotation.first, -annotation.last)):
        column = next((column for column in columns if column[-1].last < annotation.first), None)
        if column is not None:
            column.append(annotation)
        elif len(columns) < _BARS:
            columns.append([annotation])
    return columns


def _bar_cells(columns: Iterable[Sequence[Annotation]], line: int, glyphs: Glyphs, *, below: bool) -> Text:
    """Return two cells a column, next to a line or below it."""
    cells = Text()
    for column in columns:
        annotation = next(
            (annotation for annotation in column if annotation.first <= line <= annotation.last), None
        )
        if annotation is None or (below and line == annotation.last):
            cells.append("  ")
        elif below or annotation.first < line < annotation.last:
            cells.append(f"{glyphs.bar} ", style=_style(annotation))
        else:
            edge = glyphs.bar_start if line == annotation.first else glyphs.bar_end
            cells.append(f"{edge} ", style=_style(annotation))
    return cells
