"""The files that one run has read and parsed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from wflint.errors import Contained, InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.files.display import display_path
from wflint.ir import nodes as ir
from wflint.ir.language import ParsedModule
from wflint.workspace.files import FileStore
from wflint.workspace.record import FileRecord


class Loaded(NamedTuple):
    """A file that holds a module, and its parse."""

    record: FileRecord
    parsed: ParsedModule


class Loader:
    """Reads and parses the files of one run when they are reached.

    Attributes:
        given: The records of the files that are looked at, as far as they could be read.
        read: The records of all files that were parsed, or could not be.
        loaded: The modules in them.
        contents: The bytes of all files that somebody has asked for; `None` for those that cannot be read.
        buffers: Contents that stand for those on disk, by absolute path.
        errors: Files that could not be read.
        failures: Internal errors that ended the reading of a file.
    """

    def __init__(self, files: Sequence[SourceFile], store: FileStore, buffers: Mapping[Path, bytes]) -> None:
        self.given: dict[Path, FileRecord] = {}
        self.read: dict[Path, FileRecord] = {}
        self.loaded: dict[ir.Module, Loaded] = {}
        self.contents: dict[Path, bytes | None] = {}
        self.errors: list[SourceError] = []
        self.failures: list[InternalError] = []
        self._files = files
        self._store = store
        self.buffers = buffers

    def read_given(self) -> None:
        """Read all files that are looked at."""
        for file in self._files:
            record = self.record(file.real)
            if record is not None:
                self.given[file.real] = record

    def read_as(self, other: Loader) -> None:
        """Read from now on what another run reads, for what is still asked about handlers that are kept."""
        self.given, self.buffers = other.given, other.buffers

    def content(self, path: Path) -> bytes:
        """Return the bytes of a file, or what stands for them.

        Raises:
            OSError: It cannot be read.
        """
        self.contents[path] = None
        data = self.buffers[path] if path in self.buffers else self._store.content(path)
        self.contents[path] = data
        return data

    def is_as_in(self, record: FileRecord) -> bool:
        """Return whether a file has the content of a record, and is shown alike."""
        try:
            data = self.content(record.path)
        except OSError:
            return False
        return self._store.record(record.path, self._display(record.path), data) is record

    def load(self, path: Path, name: str, is_package: bool) -> ir.Module | None:  # noqa: FBT001 - a callback
        """Parse the file of a module; `None` where it does not parse."""
        record = self.given.get(path) or self.record(path)
        if record is None:
            return None
        self.read[path] = record
        parsed = None
        with Contained(self.failures, "read the code", path=record.display):
            parsed = record.parse(name, is_package=is_package)
        if parsed is None:
            return None
        self.loaded[parsed.module] = Loaded(record, parsed)
        return parsed.module

    def record(self, path: Path) -> FileRecord | None:
        """Return the record of a file; `None` where it cannot be read."""
        display = self._display(path)
        try:
            return self._store.record(path, display, self.content(path))
        except OSError as error:
            self.errors.append(SourceError(display, error.strerror or str(error)))
            return None

    def _display(self, path: Path) -> str:
        return self._displays.get(path) or display_path(path)

    @cached_property
    def _displays(self) -> Mapping[Path, str]:
        return {file.real: file.display for file in self._files}
