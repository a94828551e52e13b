"""From spans of a check to ranges in the client's documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from lsprotocol.types import Location
from pygls.uris import from_fs_path

from wflint.files.reading import real_path
from wflint.lsp.positions import range_of

if TYPE_CHECKING:
    from lsprotocol.types import Range

    from wflint.files.text import SourceText
    from wflint.findings import Finding, Span
    from wflint.lsp.checker import Checked
    from wflint.lsp.documents import Document
    from wflint.lsp.positions import Encoding


@dataclass(frozen=True, slots=True)
class FilePositions:
    """One file of a check, as the client has it.

    Attributes:
        uri: Its URI, as the client writes it where it is open.
        source: Its text there.
        encoding: How the client counts.
        document: The open document; `None` where it is not open.
        serial: The state of the document that offsets are meant for.
    """

    uri: str
    source: SourceText
    encoding: Encoding
    document: Document | None = None
    serial: int = 0

    def range(self, start: int, end: int) -> Range | None:
        """Return a stretch of the checked text; `None` where that text is no longer there."""
        if self.document is None:
            return range_of(self.source, start, end, self.encoding)
        shift = self.document.shift
        first = self.document.moved(start + shift, self.serial)
        last = self.document.moved(end + shift, self.serial)
        if first is None or last is None or last < first:
            return None
        return range_of(self.source, first, last, self.encoding)

    def of_document(self, start: int, end: int) -> Range:
        """Return a stretch of the text as the client has it now."""
        return range_of(self.source, start, end, self.encoding)


@dataclass(frozen=True, slots=True)
class PositionMapper:
    """All files of a check.

    Attributes:
        checked: The check.
        encoding: How the client counts.
        present: The states of documents that are laid under ranges, by path; those that were checked, or later ones.
    """

    checked: Checked
    encoding: Encoding
    present: Mapping[Path, Document]

    def path(self, display: str) -> Path:
        """Return the file that a check shows so."""
        return self.checked.paths.get(display) or real_path(Path.cwd() / display)

    def positions(self, display: str, *, now: bool = False) -> FilePositions | None:
        """Return a file of the check; `None` if its text is not known.

        Args:
            display: The file as the check shows it.
            now: Whether offsets are into the document as it is, rather than into its last state that parsed.
        """
        path = self.path(display)
        document = self.present.get(path)
        if document is not None:
            state = document if now else self.checked.analyzed.get(path, document)
            return FilePositions(document.uri, document.source, self.encoding, document, state.serial)
        source = self.checked.report.sources.get(display)
        return FilePositions(_uri(path), source, self.encoding) if source is not None else None

    def place(self, finding: Finding) -> Location | None:
        """Return where a finding is for the client; one about a document that does not parse is where the document is now."""
        return self.location(finding.span, now=self.path(finding.span.path) in self.checked.broken)

    def location(self, span: Span, *, now: bool = False) -> Location | None:
        """Return where a span of the check is for the client; `now` as in `positions`."""
        positions = self.positions(span.path, now=now)
        found = positions.range(span.start, span.end) if positions is not None else None
        return Location(positions.uri, found) if positions is not None and found is not None else None


def _uri(path: Path) -> str:
    return from_fs_path(str(path)) or path.as_uri()
