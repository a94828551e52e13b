"""The files that runs look at: one record for each content of a file, kept from one run to the next."""

from __future__ import annotations

import time
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from os import stat_result
from pathlib import Path
from typing import Final, NamedTuple

from wflint.files.reading import read_file
from wflint.files.text import SourceText
from wflint.ir.language import ParsedModule, ParseError
from wflint.workspace.record import FileProblem, FileRecord

_MOST_CONTENTS: Final = 4
"""How many contents of a file are kept: whoever tries fixes comes back to the text before them."""

_GRACE: Final = 2.0
"""Seconds after a change in which a file may change again without another time stamp, on coarse file systems."""


class _Reading(NamedTuple):
    """What was read of a file, its status before that, and the time of it."""

    status: stat_result
    data: bytes
    time: float

    def holds(self, status: stat_result) -> bool:
        """Return whether a file that has a status now is certain to hold the same."""
        is_settled = self.status.st_mtime + _GRACE < self.time
        return is_settled and _stamp(self.status) == _stamp(status)


@dataclass(slots=True)
class FileStore:
    """The files of one or more runs: an unchanged file is neither read nor parsed again."""

    _readings: dict[Path, _Reading] = field(default_factory=dict["Path", "_Reading"])
    _records: dict[Path, dict[tuple[str, bytes], FileRecord]] = field(
        default_factory=dict["Path", "dict[tuple[str, bytes], FileRecord]"]
    )

    def content(self, path: Path) -> bytes:
        """Return the bytes of a file on disk.

        Raises:
            OSError: It cannot be read.
        """
        known = self._readings.get(path)
        if known is not None and known.holds(path.stat()):
            return known.data
        now = time.time()
        data, status = read_file(path)
        self._readings[path] = _Reading(status, data, now)
        return data

    def record(self, path: Path, display: str, data: bytes) -> FileRecord:
        """Return the record of one content of a file.

        Args:
            path: Where the file is, without symbolic links.
            display: The path as it is shown to the user.
            data: The content.
        """
        records = self._records.get(path)
        if records is None:
            record = FileRecord(path, display, data)
            self._records[path] = {(display, data): record}
            return record
        known = records.pop((display, data), None)
        record = known if known is not None else FileRecord(path, display, data, before=_parsed(records))
        records[display, data] = record
        if len(records) > _MOST_CONTENTS:
            del records[next(iter(records))]
        return record

    def parse_again(self, path: Path, source: SourceText) -> ParsedModule:
        """Parse another text of a file that has been parsed, as the same module.

        Raises:
            ParseError: It does not parse.
        """
        known = next(each for each in self._records[path].values() if each.names)
        record = self.record(path, source.path, source.encode(source.text))
        name, is_package = known.names[0]
        parsed = record.parse(name, is_package=is_package)
        if parsed is None:
            reason, offset = record.problem or FileProblem("it does not parse", 0)
            raise ParseError(reason, offset)
        return parsed

    def keep_only(self, paths: Container[Path]) -> None:
        """Forget all files but these."""
        self._readings = {path: kept for path, kept in self._readings.items() if path in paths}
        self._records = {path: kept for path, kept in self._records.items() if path in paths}


def _parsed(records: Mapping[tuple[str, bytes], FileRecord]) -> FileRecord | None:
    """Return the content among those of a file that was parsed, or asked for, last."""
    for record in reversed([*records.values()]):
        known = record if record.names else record.before
        if known is not None:
            return known
    return None


def _stamp(status: stat_result) -> tuple[int, ...]:
    return status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino, status.st_dev
