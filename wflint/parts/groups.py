"""Sets of files that grow together, and parts that turn out to be one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wflint.files.discovery import SourceFile
from wflint.parts.part import Part, PartResult


@dataclass(slots=True)
class Groups:
    """Sets of paths that grow together."""

    _above: dict[Path, Path] = field(default_factory=dict["Path", "Path"])

    def __contains__(self, path: Path) -> bool:
        """Return whether a path is in one of the sets."""
        return path in self._above

    def top(self, path: Path) -> Path:
        """Return what stands for the set of a path, which begins as its own one."""
        above = self._above.setdefault(path, path)
        while above is not path:
            self._above[path] = self._above[above]
            path, above = above, self._above[above]
        return path

    def join(self, one: Path, other: Path) -> None:
        """Make one set of those of two paths."""
        self._above[self.top(other)] = self.top(one)


def joined_parts(
    parts: Sequence[Part], results: Mapping[int, PartResult], files: Sequence[SourceFile], base: Path
) -> tuple[Part, ...] | None:
    """Return the parts with those made one that have read the same file, which their text did not show.

    Args:
        parts: The parts.
        results: What came of them, by their places.
        files: All files that were given, in order.
        base: The working directory.

    Returns:
        The parts, or `None` where none have to be made one.
    """
    groups, is_new = Groups(), False
    given = {file.real_place for file in files}
    owners: dict[Path, Path] = {}
    for part in parts:
        owners.update((file.real, part.files[0].real) for file in part.files)
    for place, part in enumerate(parts):
        own = part.files[0].real
        for path in _reached(results.get(place), base):
            owner = owners.get(path)
            if owner is None:
                owners[path] = own
                is_new = is_new or path.as_posix() in given
            elif owner != own:
                groups.join(owner, own)
                is_new = True
    return tuple(_joined(parts, groups, owners, files)) if is_new else None


def _reached(result: PartResult | None, base: Path) -> Iterator[Path]:
    return (base / path for path in result.reached) if result is not None else iter(())


def _joined(
    parts: Sequence[Part], groups: Groups, owners: Mapping[Path, Path], files: Sequence[SourceFile]
) -> Iterator[Part]:
    """Yield the parts anew, each with all files that it owns."""
    owned: dict[Path, list[SourceFile]] = {}
    for file in files:
        if file.real in owners:
            owned.setdefault(groups.top(owners[file.real]), []).append(file)
    members: dict[Path, list[Part]] = {}
    for part in parts:
        members.setdefault(groups.top(part.files[0].real), []).append(part)
    order = {file.real: place for place, file in enumerate(files)}
    for top, several in members.items():
        candidates = sorted((path for each in several for path in each.candidates), key=order.__getitem__)
        users = tuple(path for each in several for path in each.users)
        yield Part(tuple(owned[top]), tuple(candidates), users, several[0].is_whole)
