"""What a check was told by the file system, and whether it would be told the same again."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from stat import S_ISLNK
from typing import Final, TypeVar, cast

from wflint.files.folders import Folders, NameKind, kind_of, names_in
from wflint.files.reading import read_bytes
from wflint.record import record

_DIGEST_BYTES: Final = 16
_GRACE: Final = 2_000_000_000
"""Nanoseconds after a change in which a file may change again without another time stamp, on coarse file systems."""

_Answer = TypeVar("_Answer")

Seen = list[object]
"""When a file was changed last and its status, its size, its place on the disk, and the digest of its content then: a list,
as JSON has it, since a run looks at thousands of them."""


@record
class Asked:
    """What was asked of the file system, and the answers; all paths are relative to the working directory.

    Attributes:
        held: Whether folders hold some names.
        endings: Whether folders hold names with some endings.
        matches: Digests of the names in folders that are of a kind.
        names: Digests of all names in folders.
        kinds: Which paths are files (1), which folders (2), which neither (0).
        links: Symbolic links, and where they lead.
        contents: Digests of the contents of files; empty for those that cannot be read.
    """

    held: Mapping[str, Mapping[str, bool]]
    endings: Mapping[str, Mapping[str, bool]]
    matches: Mapping[str, Mapping[NameKind, str]]
    names: Mapping[str, str]
    kinds: Mapping[str, int]
    links: Mapping[str, str]
    contents: Mapping[str, str]


NOTHING: Final = Asked({}, {}, {}, {}, {}, {}, {})


@dataclass(slots=True)
class Disk:
    """The file system as one run sees it: each question is asked once.

    Attributes:
        base: The working directory, which paths are relative to.
        known: What earlier runs have seen of files, or anything; a file with the same stamp is not read again.
        now: When the run began, in nanoseconds.
        seen: The same as this run sees it, of files that have not changed just now.
    """

    base: Path
    known: Mapping[str, object]
    now: int = field(default_factory=time.time_ns)
    seen: dict[str, Seen] = field(default_factory=dict["str", Seen])
    _names: dict[Path, frozenset[str]] = field(default_factory=dict["Path", "frozenset[str]"], init=False)
    _contents: dict[str, str] = field(default_factory=dict[str, str], init=False)
    _digests: dict[tuple[str, NameKind | None], str] = field(
        default_factory=dict["tuple[str, NameKind | None]", str], init=False
    )
    _places: dict[str, Path] = field(default_factory=dict[str, Path], init=False)

    def digest(self, path: str, place: str = "") -> str:
        """Return the digest of a file's content; empty where it cannot be read, or is a symbolic link now.

        Args:
            path: The file.
            place: The same, absolute, where that is known.
        """
        found = self._contents.get(path)
        if found is None:
            # A path for each of thousands takes its time.
            found = self._contents[path] = self._digest(path, place or os.path.join(self.base, path))  # noqa: PTH118
        return found

    def take(self, path: str, data: bytes | None) -> str:
        """Take what somebody else has read of a file, and return its digest."""
        found = self._contents[path] = digest_of(data) if data is not None else ""
        return found

    def _digest(self, path: str, place: str) -> str:
        try:
            status = os.lstat(place)
            stamp = [status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino]
            known = cast("Seen | None", self.known.get(path))  # or anything that JSON has
            if isinstance(known, list) and len(known) == len(stamp) + 1 and known[:-1] == stamp:
                digest = known[-1]
                if isinstance(digest, str):
                    self.seen[path] = known
                    return digest
            if S_ISLNK(status.st_mode):
                return ""
            digest = digest_of(read_bytes(Path(place)))
        except OSError:
            return ""
        if max(stamp[:2]) + _GRACE < self.now:
            self.seen[path] = [*stamp, digest]
        return digest

    def names(self, folder: Path) -> frozenset[str]:
        """Return the names in a folder."""
        found = self._names.get(folder)
        if found is None:
            found = self._names[folder] = names_in(folder)
        return found

    def folders(self) -> Folders:
        """Return what answers the questions of one part about folders, which are listed once for all parts."""
        return Folders(list_names=self.names)

    def holds(self, asked: Asked) -> bool:
        """Return whether the file system would still give all of these answers."""
        return (
            all(self.digest(path) == digest for path, digest in asked.contents.items())
            and self._lists(asked)
            and all(_kind(self.base / path) == kind for path, kind in asked.kinds.items())
            and all(
                os.path.realpath(self.base / path) == os.path.normpath(self.base / target)
                for path, target in asked.links.items()
            )
        )

    def _lists(self, asked: Asked) -> bool:
        """Return whether folders hold what they held."""
        return (
            all(
                (name in inside) is is_held
                for inside, held in self._inside(asked.held)
                for name, is_held in held.items()
            )
            and all(
                any(name.endswith(ending) for name in inside) is is_held
                for inside, endings in self._inside(asked.endings)
                for ending, is_held in endings.items()
            )
            and all(
                self._digest_inside(path, kind) == digest
                for path, kinds in asked.matches.items()
                for kind, digest in kinds.items()
            )
            and all(self._digest_inside(path, None) == digest for path, digest in asked.names.items())
        )

    def _digest_inside(self, path: str, kind: NameKind | None) -> str:
        """Return the digest of the names in a folder, or of those of a kind."""
        found = self._digests.get((path, kind))
        if found is None:
            inside = self.names(self._place(path))
            named = inside if kind is None else kind.names_among(inside)
            found = self._digests[path, kind] = digest_of_names(named)
        return found

    def _place(self, path: str) -> Path:
        found = self._places.get(path)
        if found is None:
            found = self._places[path] = self.base / path
        return found

    def _inside(self, answers: Mapping[str, _Answer]) -> Iterator[tuple[frozenset[str], _Answer]]:
        """Yield the names in some folders with what was answered about them."""
        return ((self.names(self._place(path)), answer) for path, answer in answers.items())


def asked_in(folders: Folders, contents: Mapping[Path, bytes | None], disk: Disk) -> Asked:
    """Return what a run has asked, with the answers.

    Args:
        folders: What it was told of folders.
        contents: What it has read.
        disk: What keeps the digests of files.
    """
    base = disk.base
    endings: dict[str, dict[str, bool]] = {}
    for (path, ending), is_held in folders.endings.items():
        endings.setdefault(relative(path, base), {})[ending] = is_held
    matches: dict[str, dict[NameKind, str]] = {}
    for (path, kind), names in folders.matches.items():
        matches.setdefault(relative(path, base), {})[kind] = digest_of_names(names)
    return Asked(
        {relative(path, base): dict(held) for path, held in folders.held.items()},
        endings,
        matches,
        {relative(path, base): digest_of_names(names) for path, names in folders.listed.items()},
        {relative(path, base): is_file + 2 * is_dir for path, (is_file, is_dir) in folders.kinds.items()},
        {relative(path, base): relative(target, base) for path, target in folders.links.items()},
        {relative(path, base): disk.take(relative(path, base), data) for path, data in contents.items()},
    )


def relative(path: Path | str, base: Path) -> str:
    """Return a path relative to a folder, with slashes; as it is where there is no way, as on another drive."""
    text, below = str(path), f"{base}{os.sep}"
    if text.startswith(below):
        return text[len(below) :].replace(os.sep, "/")
    try:
        return os.path.relpath(path, base).replace(os.sep, "/")
    except ValueError:
        return Path(path).as_posix()


def digest_of(data: bytes) -> str:
    """Return the digest of a content."""
    return blake2b(data, digest_size=_DIGEST_BYTES).hexdigest()


def digest_of_names(names: Iterable[str]) -> str:
    """Return the digest of the names in a folder."""
    return digest_of("\0".join(sorted(names)).encode("utf-8", "surrogatepass"))


def _kind(path: Path) -> int:
    is_file, is_dir = kind_of(path)
    return is_file + 2 * is_dir
