"""Which version of a package a project is held to: in its lock file, its requirements or its manifest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from wflint.files.folders import Folders, NameKind
from wflint.files.text import SourceText
from wflint.record import record

_LOCKED: Final = {
    **dict.fromkeys(("uv.lock", "poetry.lock", "pdm.lock"), r'^name = "{name}"\s+version = "(\d+)'),
    **dict.fromkeys(
        ("package-lock.json", "npm-shrinkwrap.json"), r'"(?:node_modules/)?{name}": \{{\s*"version": "(\d+)'
    ),
    "pnpm-lock.yaml": r"""^\s+['"]?/?{name}[@/](\d+)\.""",
    "yarn.lock": r'^"?{name}@[^\n]*:\n\s+version:? "?(\d+)',
    "bun.lock": r'"{name}@(\d+)\.',
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
_OF_ITS_OWN: Final = 0
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

    def highest_major(self, file: Path, package: str, *, of_npm: bool = False) -> int | None:
        """Return the highest major version of a package that a project allows; `None` where it is held to none.

        The nearest folder that says something counts, and there the lock file.

        Args:
            file: A file of the project.
            package: The package's name.
            of_npm: Whether it is one of npm; Python may have another one of that name.
        """
        for folder in file.parents[:_MAX_FOLDERS]:
            locked = (name for name in _LOCKED if self.folders.has(folder, name))
            files = (*locked, *self.folders.matching(folder, NameKind.REQUIREMENTS))
            for name in (each for each in files if (each in _OF_NPM) is of_npm):
                source = self.read(folder / name)
                found = None if source is None else _highest(source.text, package, name)
                if found is not None:
                    return found
            if self.folders.has(folder, ".git"):
                break
        return None


def _highest(text: str, package: str, file: str) -> int | None:
    name = re.escape(package).replace(r"\-", "[-_]")
    if file in _OWN_NAME and re.search(_OWN_NAME[file].format(name=name), text, re.MULTILINE):
        return _OF_ITS_OWN
    if file in _LOCKED:
        locked = re.findall(_LOCKED[file].format(name=name), text, re.MULTILINE)
        return max(map(int, locked), default=None)
    if file == _MANIFEST:
        asked = re.findall(rf'"{name}"\s*:\s*"([^"]+)"', text)
        known = [highest for highest in map(_highest_in_range, asked) if highest is not None]
        return max(known, default=None)
    found = [bound for spec in _specifiers(text, name) for bound in _bounds(spec)]
    return min(found, default=None)


def _highest_in_range(specifier: str) -> int | None:
    """Return the highest major version in a range of a manifest: alternatives of clauses that all hold."""
    ranges = [min(_bounds(clauses.replace(" ", ",")), default=None) for clauses in specifier.split("||")]
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


def _bounds(specifier: str) -> Iterator[int]:
    """Yield the highest major version of each clause that has one."""
    for match in filter(None, map(_CLAUSE.match, specifier.split(","))):
        major, *rest = map(int, match["version"].split("."))
        if match["operator"] == "<":
            yield major if any(rest) else major - 1
        elif match["operator"] not in (">=", ">", "!="):
            yield major
