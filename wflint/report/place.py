"""Spans as lines and columns, in the units that the formats count in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from wflint.files.text import SourceText
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.findings import Edit, Span

Columns = Callable[[SourceText, int], int]
"""The column of an offset in its line, from 1."""


def characters(source: SourceText, offset: int) -> int:
    """Return the column in characters, as people count and most formats leave it open."""
    return source.position(offset).column


def utf16_units(source: SourceText, offset: int) -> int:
    """Return the column in UTF-16 code units, as browsers and editors count."""
    return source.utf16_column(offset) + 1


def utf8_bytes(source: SourceText, offset: int) -> int:
    """Return the column in bytes of UTF-8."""
    before = source.text[source.line_start(source.line_of(offset)) : offset]
    return len(before.encode("utf-8", "surrogatepass")) + 1


@record
class Place:
    """A span in lines and columns, all from 1.

    Attributes:
        path: The file, as it is shown to the user.
        line: The line of the first character.
        column: Its column.
        end_line: The line of the position after the last character.
        end_column: Its column.
        cell: The cell of a notebook, in which lines count from 1.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    cell: int | None = None

    @property
    def last_line(self) -> int:
        """Return the last line of the span; a span that ends with a newline ends in the line before `end_line`."""
        return self.end_line - 1 if self.end_column == 1 and self.end_line > self.line else self.end_line


def place(span: Span, sources: Mapping[str, SourceText], columns: Columns = characters) -> Place:
    """Return the place of a span.

    Args:
        span: A span of one of the sources.
        sources: Texts by path.
        columns: The unit of the columns.
    """
    source = sources[span.path]
    cell, line = source.cell_line(source.line_of(span.start))
    end_line = line + source.line_of(span.end) - source.line_of(span.start)
    return Place(span.path, line, columns(source, span.start), end_line, columns(source, span.end), cell)


def file_place(span: Span, sources: Mapping[str, SourceText], columns: Columns = characters) -> Place:
    """Return the place of a span in its file, for formats that know no cells; in a notebook whole lines.

    The arguments are those of `place`.
    """
    source = sources[span.path]
    if source.notebook is None:
        return place(span, sources, columns)
    first, last = (source.file_line(source.line_of(each)) for each in (span.start, span.end))
    return Place(span.path, first, 1, last + 1, 1)


def has_notebook(edits: Iterable[Edit], sources: Mapping[str, SourceText]) -> bool:
    """Return whether edits are in the cells of a notebook, which are not the file's own text."""
    return any(sources[edit.span.path].notebook is not None for edit in edits)
