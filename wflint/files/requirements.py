"""Which versions of a package a project is held to: in its lock file, its requirements or its manifest."""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wflint.files.folders import Folders, NameKind
from wflint.files.text import SourceText
from wflint.record import record

Version = tuple[int, int]
"""A major and a minor version."""

ANY: Final = sys.maxsize
"""Stands for the last minor version that there will be."""


@record
class VersionRange:
    """The versions of a package that a project allows.

    Attributes:
        lowest: The first one; `None` where nothing says it.
        highest: The last one; `None` where nothing says it.
    """

    lowest: Version | None = None
    highest: Version | None = None


UNKNOWN: Final = VersionRange()

_LOCKED: Final = {
    **dict.fromkeys(("uv.lock", "poetry.lock", "pdm.lock"), r'^name = "{name}"\s+version = "(\d+(?:\.\d+)?)'),
    **dict.fromkeys(
        ("package-lock.json", "npm-shrinkwrap.json"),
        r'"(?:node_modules/)?{name}": \{{\s*"version": "(\d+(?:\.\d+)?)',
    ),
    "pnpm-lock.yaml": r"""^\s+['"]?/?{name}[@/](\d+\.\d+)\.""",
    "yarn.lock": r'^"?{name}@[^\n]*:\n\s+version:? "?(\d+(?:\.\d+)?)',
    "bun.lock": r'"{name}@(\d+\.\d+)\.',
}
"""Where the version of a package stands in lock files."""
_MAX_FOLDERS: Final = 8
"""How far above a file is looked: the lock file of a workspace stands in its topmost folder."""
_MANIFEST: Final = "package.json"
_OF_NPM: Final = frozenset(
    {"package-lock.json", "npm-shrinkwrap.json", "pnpm-lock.yaml", "yarn.lock", "bun.lock", _MANIFEST}
)
_OWN_NAME: Final = {
    "pyproject.toml": r"""^name[ \t]*=[ \t]*["']{name}["']""",
    _MANIFEST: r'^[\s{{]*"name"\s*:\s*"{name}"',
}
"""Where a project says its own name."""
_OF_ITS_OWN: Final = VersionRange((0, 0), (0, 0))
"""Stands for the version of the package that a project is itself: its code may be of any."""
_CLAUSE: Final = re.compile(r"\s*(?P<operator>===?|~=|<=|<|>=|>|!=|\^|~|)\s*(?P<version>\d+(?:\.\d+)*)")


@record
class Requirements:
    """Reads on request what the files around a file say of packages.

    Attributes:
        read: Reads a file's text; `None` where that is not possible.
        folders: The contents of the project's folders.
    """

    read: Callable[[Path], SourceText | None]
    folders: Folders

    def allowed(self, file: Path, package: str, *, of_npm: bool = False) -> VersionRange:
        """Return the versions of a package that a project allows.

        The nearest folder that names the last one counts, and there the lock file. How low a version may be is said by the nearest
        folder that says anything, unless there is a lock file.

        Args:
            file: A file of the project.
            package: The package's name.
            of_npm: Whether it is one of npm; Python may have another one of that name.
        """
        nearest = UNKNOWN
        for folder in file.parents[:_MAX_FOLDERS]:
            locked = (name for name in _LOCKED if self.folders.has(folder, name))
            files = (*locked, *self.folders.matching(folder, NameKind.REQUIREMENTS))
            here = UNKNOWN
            for name in (each for each in files if (each in _OF_NPM) is of_npm):
                source = self.read(folder / name)
                found = UNKNOWN if source is None else _allowed(source.text, package, name)
                if found.highest is not None:
                    is_nearest = name in _LOCKED or nearest == UNKNOWN
                    return found if is_nearest else VersionRange(nearest.lowest, found.highest)
                here = found if here == UNKNOWN else here
            nearest = here if nearest == UNKNOWN else nearest
            if self.folders.has(folder, ".git"):
                break
        return nearest


def _allowed(text: str, package: str, file: str) -> VersionRange:
    name = re.escape(package).replace(r"\-", "[-_]")
    if file in _OWN_NAME and re.search(_OWN_NAME[file].format(name=name), text, re.MULTILINE):
        return _OF_ITS_OWN
    if file in _LOCKED:
        found = re.findall(_LOCKED[file].format(name=name), text, re.MULTILINE)
        locked = [(major, minor) for major, minor, *_ in map(_numbers, found)]
        return VersionRange(min(locked, default=None), max(locked, default=None))
    if file == _MANIFEST:
        asked = re.findall(rf'"{name}"\s*:\s*"([^"]+)"', text)
        known = [highest for highest in map(_highest_in_range, asked) if highest is not None]
        return VersionRange(None, max(known, default=None))
    specifiers = list(_specifiers(text, name))
    lowest = [bound for specifier in specifiers for bound in _lower_bounds(specifier)]
    highest = [bound for specifier in specifiers for bound in _upper_bounds(specifier)]
    return VersionRange(max(lowest, default=None), min(highest, default=None))


def _numbers(version: str) -> list[int]:
    """Return the numbers of a version, two at least."""
    numbers = list(map(int, version.split(".")))
    return numbers if len(numbers) > 1 else [*numbers, 0]


def _highest_in_range(specifier: str) -> Version | None:
    """Return the highest version in a range of a manifest: alternatives of clauses that all hold."""
    ranges = [
        min(_upper_bounds(clauses.replace(" ", ",")), default=None) for clauses in specifier.split("||")
    ]
    known = [highest for highest in ranges if highest is not None]
    return max(known) if len(known) == len(ranges) else None


def _specifiers(text: str, name: str) -> Iterator[str]:
    """Yield what follows the name of a package: in a list of requirements, or in a table of them."""
    for match in re.finditer(
        rf"""^[ \t]*["']?{name}(?:\[[^\]]*\])?[ \t]*([<>=!~][^"'#;\n]*)""", text, re.MULTILINE
    ):
        if not re.match(r"=[^=]", match[1]):
            yield match[1]
    for match in re.finditer(
        rf"""^{name}[ \t]*=[ \t]*(?:\{{.*?version[ \t]*=[ \t]*)?["']([^"']+)""", text, re.MULTILINE
    ):
        yield match[1]


def _lower_bounds(specifier: str) -> Iterator[Version]:
    """Yield the lowest version of each clause that has one."""
    for match in filter(None, map(_CLAUSE.match, specifier.split(","))):
        if match["operator"] not in ("<", "<=", "!="):
            major, minor, *_ = _numbers(match["version"])
            yield major, minor


def _upper_bounds(specifier: str) -> Iterator[Version]:
    """Yield the highest version of each clause that has one."""
    for match in filter(None, map(_CLAUSE.match, specifier.split(","))):
        operator, (major, minor, *rest) = match["operator"], _numbers(match["version"])
        last = minor if "." in match["version"] else ANY
        match operator:
            case ">=" | ">" | "!=":
                continue
            case "<" if not minor and not any(rest):
                yield major - 1, ANY
            case "<":
                yield major, minor if any(rest) else minor - 1
            case "<=":
                yield major, minor
            case "^" if major:
                yield major, ANY
            case "~=" if not rest:
                yield major, ANY
            case _:
                yield major, last
