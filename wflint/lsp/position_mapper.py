"""From spans of a check to ranges in the client's documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol.types import Location, Position, Range
from pygls.uris import from_fs_path

from wflint.files.reading import real_path
from wflint.lsp.notebooks import NotebookDocument
from wflint.lsp.positions import range_of
from wflint.record import record

if TYPE_CHECKING:
    from wflint.files.text import SourceText
    from wflint.findings import Finding, Span
    from wflint.lsp.checker import Checked
    from wflint.lsp.document import Document
    from wflint.lsp.documents import OpenFile
    from wflint.lsp.positions import Encoding


@record
class FilePositions:
    """One file of a check, as the client has it, or one cell of a notebook.

    Attributes:
        uri: Its URI, as the client writes it where it is open.
        source: Its text there.
        encoding: How the client counts.
        checked: The text of the whole file that offsets are into.
        document: The open document; `None` where it is not open.
        serial: The state of the document that offsets are meant for.
        cell: Which cell of a notebook the document is, from 1.
    """

    uri: str
    source: SourceText
    encoding: Encoding
    checked: SourceText
    document: Document | None = None
    serial: int = 0
    cell: int | None = None

    @property
    def is_raw(self) -> bool:
        """Return whether it is the file of a notebook, which holds more than the code."""
        return self.checked.notebook is not None and self.cell is None

    def range(self, start: int, end: int) -> Range | None:
        """Return a stretch of the checked text; `None` where it is not in this document, or no longer."""
        if self.is_raw:
            first, last = (self.checked.file_line(self.checked.line_of(each)) for each in (start, end))
            return Range(Position(first - 1, 0), Position(last, 0))
        if self.cell is not None:
            cell, start = self.checked.in_cell(start)
            if cell != self.cell:
                return None
            _, end = self.checked.in_cell(end)
        return self.written(start, end)

    def written(self, start: int, end: int) -> Range | None:
        """Return a stretch of the document's own text as it was checked; `None` where that text is no longer there."""
        if self.document is None:
            return range_of(self.source, start, end, self.encoding)
        shift = self.document.shift
        first = self.document.moved(start + shift, self.serial)
        last = self.document.moved(end + shift, self.serial)
        if first is None or last is None or last < first:
            return None
        return range_of(self.source, first, last, self.encoding)

    def own(self, text: str) -> str:
        """Return what a text of the whole file holds of this document."""
        return text if self.cell is None else dict(self.checked.cells(text)).get(self.cell, "")

    def of_document(self, start: int, end: int) -> Range:
        """Return a stretch of the text as the client has it now."""
        return range_of(self.source, start, end, self.encoding)


@record
class PositionMapper:
    """All files of a check.

    Attributes:
        checked: The check.
        encoding: How the client counts.
        present: The states of files that are laid under ranges, by path; those that were checked, or later ones.
    """

    checked: Checked
    encoding: Encoding
    present: Mapping[Path, OpenFile]

    def path(self, display: str) -> Path:
        """Return the file that a check shows so."""
        return self.checked.paths.get(display) or real_path(Path.cwd() / display)

    def positions(self, display: str, *, now: bool = False) -> Sequence[FilePositions]:
        """Return a file of the check, of a notebook each open cell; nothing if its text is not known.

        Args:
            display: The file as the check shows it.
            now: Whether offsets are into the document as it is, rather than into its last state that parsed.
        """
        path = self.path(display)
        source, present = self.checked.report.sources.get(display), self.present.get(path)
        if present is None:
            return [FilePositions(_uri(path), source, self.encoding, source)] if source is not None else []
        state = present if now else self.checked.analyzed.get(path, present)
        if isinstance(present, NotebookDocument):
            return list(self._cells(present, state, source)) if source is not None else []
        if isinstance(state, NotebookDocument):
            return []  # it was open as a notebook when it was checked
        checked = source or present.source
        return [FilePositions(present.uri, present.source, self.encoding, checked, present, state.serial)]

    def _cells(
        self, present: NotebookDocument, state: OpenFile, source: SourceText
    ) -> Iterator[FilePositions]:
        if not isinstance(state, NotebookDocument):
            return
        for number, cell in enumerate(state.cells, start=1):
            now = present.cell(cell.uri) if cell is not None else None
            if cell is not None and now is not None:
                yield FilePositions(now.uri, now.source, self.encoding, source, now, cell.serial, number)

    def place(self, finding: Finding) -> Location | None:
        """Return where a finding is for the client; one about a document that does not parse is where the document is now."""
        return self.location(finding.span, now=self.path(finding.span.path) in self.checked.broken)

    def location(self, span: Span, *, now: bool = False) -> Location | None:
        """Return where a span of the check is for the client; `now` as in `positions`."""
        for positions in self.positions(span.path, now=now):
            found = positions.range(span.start, span.end)
            if found is not None:
                return Location(positions.uri, found)
        return None


def _uri(path: Path) -> str:
    return from_fs_path(str(path)) or path.as_uri()
