"""The documents that are open in the editor, which stand for the files on disk."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple

from lsprotocol.types import TextDocumentContentChangePartial

from wflint.errors import SourceError
from wflint.files.text import SourceText
from wflint.languages import language_of
from wflint.lsp.positions import offset_at
from wflint.lsp.untitled import path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lsprotocol.types import TextDocumentContentChangeEvent

    from wflint.lsp.positions import Encoding

BOM: Final = "\ufeff"


class Change(NamedTuple):
    """A stretch of a document that got another length, in the document with this serial number."""

    serial: int
    start: int
    end: int
    length: int


@dataclass(frozen=True)
class Document:
    """One state of an open document.

    Attributes:
        uri: As the client writes it.
        path: The file that it stands for, without symbolic links.
        language: What the client says that it is.
        version: The client's version of it.
        serial: A number that no other state of any document has.
        source: Its text; unlike other sources with a BOM, where there is one, since clients count it.
        pending_changes: What has changed since the last state that parsed, oldest first.
    """

    uri: str
    path: Path
    language: str
    version: int
    serial: int
    source: SourceText = field(repr=False)
    pending_changes: tuple[Change, ...] = field(default=(), repr=False)

    @property
    def shift(self) -> int:
        """Return how much further offsets are here than in the text without the BOM."""
        return int(self.source.text.startswith(BOM))

    @cached_property
    def data(self) -> bytes:
        """Return the bytes that the client would save."""
        text = self.source.text
        data = text.encode("utf-8", "replace")
        try:
            encoding = language_of(self.path).encoding_of(data, self.source.path)
            return data if encoding == "utf-8" else text.encode(encoding)
        except (SourceError, UnicodeEncodeError):
            return data

    def moved(self, offset: int, serial: int) -> int | None:
        """Return where an offset into an earlier state is now; `None` if the text there has been replaced."""
        for change in self.pending_changes:
            if change.serial <= serial:
                continue
            if offset >= change.end:
                offset += change.length - (change.end - change.start)
            elif offset > change.start:
                return None
        return offset


class Documents:
    """All open documents, by path; what this class does not know it ignores, as the protocol has it."""

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self._documents: dict[str, Document] = {}
        self._serials = count(1)

    def __iter__(self) -> Iterator[Document]:
        return iter(list(self._documents.values()))

    def get(self, uri: str) -> Document | None:
        """Return the document of an URI."""
        return self._documents.get(uri)

    def open(self, uri: str, language: str, version: int, text: str, folder: Path) -> None:
        """Take over a document; one that wflint does not read is left alone.

        Args:
            uri: The document.
            language: What the client says that it is.
            version: The client's version of it.
            text: Its text.
            folder: Where it would be saved if it has no name yet.
        """
        path = path_of(uri, language, folder)
        if path is not None:
            source = SourceText(path.as_posix(), text)
            self._documents[uri] = Document(uri, path, language, version, next(self._serials), source)

    def change(self, uri: str, version: int, changes: Sequence[TextDocumentContentChangeEvent]) -> None:
        """Apply changes, each to the result of the one before."""
        for change in changes:
            document = self._documents.get(uri)
            if document is not None:
                self._documents[uri] = self._changed(document, version, change)

    def _changed(self, document: Document, version: int, change: TextDocumentContentChangeEvent) -> Document:
        old = document.source
        start, end = 0, len(old.text)
        if isinstance(change, TextDocumentContentChangePartial):
            start = offset_at(old, change.range.start, self.encoding)
            end = max(start, offset_at(old, change.range.end, self.encoding))
        source = SourceText(old.path, old.text[:start] + change.text + old.text[end:])
        serial = next(self._serials)
        pending_changes = (*document.pending_changes, Change(serial, start, end, len(change.text)))
        return replace(
            document, version=version, serial=serial, source=source, pending_changes=pending_changes
        )

    def close(self, uri: str) -> None:
        """Leave a document to the disk again."""
        self._documents.pop(uri, None)

    def prune_changes(self, states: Iterable[Document]) -> None:
        """Forget how documents came to these states."""
        for state in states:
            now = self._documents.get(state.uri)
            if now is not None:
                later = tuple(change for change in now.pending_changes if change.serial > state.serial)
                self._documents[state.uri] = replace(now, pending_changes=later)
