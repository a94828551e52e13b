"""What a project's folders hold, each of them read once in a run; what was asked can be asked again later."""

from __future__ import annotations

import enum
import os
import re
from dataclasses import dataclass, field
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from wflint.files.reading import read_bytes, real_path

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


class NameKind(enum.Enum):
    """Names of files that are looked for by their form."""

    ENVIRONMENT = r"(?i:\.env(?:\..*)?|(?:.*\.)?env)"
    REQUIREMENTS = r"(?:requirements|constraints)[\w.-]*\.(?:txt|in)|pyproject\.toml|package\.json"

    def names_among(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return the names of this kind among some, sorted."""
        return tuple(sorted(filter(re.compile(self.value, re.DOTALL).fullmatch, names)))


def names_in(folder: Path) -> frozenset[str]:
    """Return the names in a folder; none where it is missing or cannot be read."""
    try:
        return frozenset(os.listdir(folder))  # noqa: PTH208 - a path for each name takes as long again
    except OSError:
        return frozenset()


@dataclass(slots=True, eq=False)
class Folders:
    """Answers questions about folders and the files beside the code, and remembers the answers.

    Attributes:
        links: The symbolic links that were followed, and where they lead.
        kinds: Whether a path is a file, and whether it is a folder.
        contents: The bytes of files that configure a project; `None` for those that cannot be read.
        held: Whether folders hold some names.
        endings: Whether folders hold names with some endings.
        matches: The names in folders that a kind of names is about.
        listed: The names in folders that were asked for all of them.
        list_names: Returns the names in a folder; runs beside each other may share one that remembers them.
    """

    links: dict[Path, Path] = field(default_factory=dict["Path", "Path"])
    kinds: dict[Path, tuple[bool, bool]] = field(default_factory=dict["Path", "tuple[bool, bool]"])
    contents: dict[Path, bytes | None] = field(default_factory=dict["Path", "bytes | None"])
    held: dict[Path, dict[str, bool]] = field(default_factory=dict["Path", "dict[str, bool]"])
    endings: dict[tuple[Path, str], bool] = field(default_factory=dict["tuple[Path, str]", "bool"])
    matches: dict[tuple[Path, NameKind], tuple[str, ...]] = field(
        default_factory=dict["tuple[Path, NameKind]", "tuple[str, ...]"]
    )
    listed: dict[Path, frozenset[str]] = field(default_factory=dict["Path", "frozenset[str]"])
    list_names: Callable[[Path], frozenset[str]] = names_in
    _names: dict[Path, frozenset[str]] = field(default_factory=dict["Path", frozenset[str]])

    def names(self, folder: Path) -> frozenset[str]:
        """Return all names in a folder, none where it is missing or cannot be read; every other question says less."""
        found = self.listed[folder] = self._inside(folder)
        return found

    def has(self, folder: Path, name: str) -> bool:
        """Return whether a folder holds something of a name."""
        held = self.held.get(folder)
        if held is None:
            held = self.held[folder] = {}
        found = held.get(name)
        if found is None:
            found = held[name] = name in self._inside(folder)
        return found

    def has_ending(self, folder: Path, ending: str) -> bool:
        """Return whether a folder holds something whose name ends so."""
        key = folder, ending
        found = self.endings.get(key)
        if found is None:
            found = self.endings[key] = any(name.endswith(ending) for name in self._inside(folder))
        return found

    def matching(self, folder: Path, kind: NameKind) -> tuple[str, ...]:
        """Return the names in a folder that are of a kind, sorted."""
        found = self.matches[folder, kind] = kind.names_among(self._inside(folder))
        return found

    def _inside(self, folder: Path) -> frozenset[str]:
        found = self._names.get(folder)
        if found is None:
            found = self._names[folder] = self.list_names(folder)
        return found

    def is_file(self, path: Path) -> bool:
        """Return whether there is a file of a path."""
        return self._kind(path)[0]

    def is_dir(self, path: Path) -> bool:
        """Return whether there is a folder of a path."""
        return self._kind(path)[1]

    def real(self, path: Path) -> Path:
        """Return a path without symbolic links."""
        resolved = real_path(path)
        if resolved != path:
            self.links[path] = resolved
        return resolved

    def read(self, path: Path, largest: int) -> bytes | None:
        """Return the bytes of a file; `None` where it is missing, unreadable or too large.

        Args:
            path: The file.
            largest: How many bytes are still read.
        """
        if path not in self.contents:
            self.contents[path] = content_of(path, largest)
        return self.contents[path]

    def changes(self, other: Folders) -> frozenset[str]:
        """Return what has come or gone elsewhere in the folders that were asked about here.

        Returns:
            Names without suffixes, and the names of the folders that have more or fewer of them.
        """
        found: set[str] = set()
        for folder, names in self._names.items():
            if changed := names ^ other._inside(folder):
                found.update(PurePath(name).stem for name in changed)
                found.add(folder.name)
        return frozenset(found)

    def holds_any(self, folder: Path, names: Iterable[str]) -> bool:
        """Return whether a folder holds something of one of the names."""
        return any(self.has(folder, name) for name in names)

    def _kind(self, path: Path) -> tuple[bool, bool]:
        found = self.kinds.get(path)
        if found is None:
            found = self.kinds[path] = kind_of(path)
        return found


def kind_of(path: Path) -> tuple[bool, bool]:
    """Return whether a path is a file, and whether it is a folder."""
    try:
        return path.is_file(), path.is_dir()
    except OSError:  # where a folder may not be entered
        return False, False


def content_of(path: Path, largest: int) -> bytes | None:
    """Return the bytes of a file; `None` where it is missing, unreadable or too large."""
    try:
        return read_bytes(path, largest)
    except OSError:
        return None
