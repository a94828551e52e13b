"""One state of a document that is open in the editor."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, NamedTuple

from wflint.errors import SourceError
from wflint.files.text import SourceText
from wflint.languages import language_of

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
        is_cell: Whether it is a cell of a notebook, and the path that of the notebook.
        pending_changes: What has changed since the last state that parsed, oldest first.
    """

    uri: str
    path: Path
    language: str
    version: int
    serial: int
    source: SourceText = field(repr=False)
    is_cell: bool = False
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
