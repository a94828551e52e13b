"""What a run remembers for the next one over the same files: their stamps, and which of them are checked together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple, cast

from wflint.files.discovery import SourceFile
from wflint.parts.asked import Asked, Disk, Stamped, digest_of, relative
from wflint.parts.codec import decoded, encoded
from wflint.parts.part import Part
from wflint.record import record

_ROW: Final = [int, int, int, int, str]


@record
class _PartNames:
    """A part by the paths that are shown, which stand for the same files wherever the project lies."""

    files: tuple[str, ...]
    candidates: tuple[str, ...]
    users: tuple[str, ...]
    is_whole: bool


@record
class _Parts:
    """The parts of a run."""

    names: tuple[_PartNames, ...]


class Division(NamedTuple):
    """How a run was taken apart.

    Attributes:
        parts: The parts.
        asked: What decided about it beside the files that were given.
    """

    parts: tuple[Part, ...]
    asked: Asked


class SeenBefore(Mapping[str, Stamped]):
    """The stamps of files as an entry holds them; a row that makes no sense counts as missing."""

    def __init__(self, rows: object) -> None:
        self._rows = cast("dict[str, object]", rows) if isinstance(rows, dict) else {}

    def __getitem__(self, path: str) -> Stamped:
        """Return what was seen of a file."""
        row = self._rows[path]
        values = cast("list[object]", row) if isinstance(row, list) else []
        if [type(each) for each in values] != _ROW:
            raise KeyError(path)
        modified, changed, size, place, digest = cast("tuple[int, int, int, int, str]", tuple(values))
        return Stamped((modified, changed, size, place), digest)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths."""
        return iter(self._rows)

    def __len__(self) -> int:
        """Return the number of files."""
        return len(self._rows)


@dataclass(slots=True)
class Index:
    """What is known of a run before anything is parsed.

    Attributes:
        files: The files of the run, by the paths that are shown.
        disk: The file system.
        given: The digest of all of them, with their contents.
    """

    files: Mapping[str, SourceFile]
    disk: Disk
    given: str
    _entry: Mapping[str, object]

    @classmethod
    def of(cls, files: Sequence[SourceFile], base: Path, entry: object) -> Index:
        """Look at the files of a run; those that have not changed since an entry was made are not read.

        Args:
            files: The files.
            base: The working directory.
            entry: What an earlier run has remembered, or anything.
        """
        known = cast("dict[str, object]", entry) if isinstance(entry, dict) else {}
        disk = Disk(base, SeenBefore(known.get("seen")))
        rows = (
            f"{file.display}\0{file.explicit}{file.is_with_all}\0{path}\0{disk.digest(path)}"
            for file in files
            for path in (relative(file.real, base),)
        )
        given = digest_of("\n".join(rows).encode("utf-8", "surrogatepass"))
        return cls({file.display: file for file in files}, disk, given, known)

    @property
    def has_news(self) -> bool:
        """Return whether more is known of the files than the entry holds."""
        return self.disk.seen.keys() != set(self.disk.known) or any(
            self.disk.known.get(path) != seen for path, seen in self.disk.seen.items()
        )

    def division(self) -> Division | None:
        """Return how the run was taken apart before; `None` where it may be another way now.

        Raises:
            ValueError: The entry makes no sense.
        """
        if self._entry.get("given") != self.given:
            return None
        asked = decoded(Asked, self._entry.get("asked"))
        parts = decoded(_Parts, [self._entry.get("parts")]).names
        if not self.disk.holds(asked):
            return None
        try:
            return Division(tuple(map(self._part, parts)), asked)
        except KeyError as error:
            raise ValueError(f"there is no file {error}") from error

    def _part(self, names: _PartNames) -> Part:
        files = self.files
        return Part(
            tuple(files[name] for name in names.files),
            tuple(files[name].real for name in names.candidates),
            tuple(files[name].real for name in names.users),
            names.is_whole,
        )

    def entry(self, division: Division) -> object:
        """Return what to remember of this run."""
        names = {file.real: file.display for file in self.files.values()}
        written = tuple(
            _PartNames(
                tuple(file.display for file in part.files),
                tuple(names[path] for path in part.candidates),
                tuple(names[path] for path in part.users),
                part.is_whole,
            )
            for part in division.parts
        )
        return {
            "given": self.given,
            "asked": encoded(division.asked),
            "parts": encoded(written),
            "seen": {path: [*stamp, digest] for path, (stamp, digest) in self.disk.seen.items()},
        }
