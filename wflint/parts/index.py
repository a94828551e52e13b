"""What a run remembers for the next one over the same files: their stamps, and which of them are checked together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

from wflint.files.discovery import SourceFile
from wflint.parts.asked import Asked, Disk, digest_of, relative
from wflint.parts.codec import decoded, encoded
from wflint.parts.part import Part
from wflint.record import record


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


@record
class _Kept:
    """Contents that change nothing about a division."""

    digests: Mapping[str, str]


class Division(NamedTuple):
    """How a run was taken apart.

    Attributes:
        parts: The parts.
        asked: What decided about it beside the files that were given.
        given: The digest of these, with the contents that they had.
        kept: The digests of contents that some have got since, and that change nothing about it, by the paths that are shown.
    """

    parts: tuple[Part, ...]
    asked: Asked
    given: str
    kept: Mapping[str, str]


@dataclass(slots=True)
class Index:
    """What is known of a run before anything is parsed.

    Attributes:
        files: The files of the run, by the paths that are shown.
        disk: The file system.
        digests: The digests of their contents, by the same.
        named: The digest of all of them but for their contents.
        given: The same with their contents.
    """

    files: Mapping[str, SourceFile]
    disk: Disk
    digests: Mapping[str, str]
    named: str
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
        seen = known.get("seen")
        disk = Disk(base, cast("dict[str, object]", seen) if isinstance(seen, dict) else {})
        rows: list[str] = []
        digests: dict[str, str] = {}
        for file in files:
            path = relative(file.real_place, base)
            rows.append(f"{file.display}\0{file.explicit}{file.is_with_all}\0{path}")
            digests[file.display] = disk.digest(path, file.real_place)
        named = digest_of("\n".join(rows).encode("utf-8", "surrogatepass"))
        given = digest_of("\n".join((named, *digests.values())).encode())
        return cls({file.display: file for file in files}, disk, digests, named, given, known)

    @property
    def is_as_before(self) -> bool:
        """Return whether all files have the contents that they had in the last run."""
        return self._entry.get("given") == self.given

    @property
    def has_news(self) -> bool:
        """Return whether more is known of the files than the entry holds."""
        return self.disk.seen != self.disk.known

    def division(self) -> Division | None:
        """Return how the run was taken apart before; `None` where it may be another way now, whatever its files hold.

        Raises:
            ValueError: The entry makes no sense.
        """
        if self._entry.get("named") != self.named:
            return None
        asked = decoded(Asked, self._entry.get("asked"))
        parts = decoded(_Parts, [self._entry.get("parts")]).names
        if not self.disk.holds(asked):
            return None
        try:
            divided = decoded(str, self._entry.get("divided"))
            kept = decoded(_Kept, [self._entry.get("kept")]).digests
            return Division(tuple(map(self._part, parts)), asked, divided, kept)
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
            "named": self.named,
            "given": self.given,
            "divided": division.given,
            "kept": dict(division.kept),
            "asked": encoded(division.asked),
            "parts": encoded(written),
            "seen": self.disk.seen,
        }
