"""The contents of a project's folders, each of them read once in a run."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import PurePath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


@dataclass(slots=True, eq=False)
class Folders:
    """The names in folders, kept after the first request."""

    _names: dict[Path, frozenset[str]] = field(default_factory=dict["Path", frozenset[str]])

    def names(self, folder: Path) -> frozenset[str]:
        """Return the names in a folder; none where it is missing or cannot be read."""
        found = self._names.get(folder)
        if found is None:
            try:
                found = frozenset(os.listdir(folder))  # noqa: PTH208 - a path for each name takes as long again
            except OSError:
                found = frozenset[str]()
            self._names[folder] = found
        return found

    def changes(self, other: Folders) -> frozenset[str]:
        """Return what has come or gone elsewhere in the folders that were asked about here.

        Returns:
            Names without suffixes, and the names of the folders that have more or fewer of them.
        """
        found: set[str] = set()
        for folder, names in self._names.items():
            if changed := names ^ other.names(folder):
                found.update(PurePath(name).stem for name in changed)
                found.add(folder.name)
        return frozenset(found)

    def holds_any(self, folder: Path, names: Iterable[str]) -> bool:
        """Return whether a folder holds something of one of the names."""
        return not self.names(folder).isdisjoint(names)
