"""Environment files: `.env`, `.env.local`, `staging.env`, and what is set in them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from wflint.files.folders import Folders, NameKind
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from wflint.files.text import SourceText

# Such files are filled in after they are copied.
_TEMPLATES: Final = frozenset(
    {"example", "sample", "template", "dist", "defaults", "schema", "test", "tests"}
)
_SETTING: Final = re.compile(
    r"""^[ \t]*(?:export[ \t]+)?(?P<name>[A-Za-z_][A-Za-z0-9_.]*)[ \t]*=[ \t]*
    (?P<value>"[^"]*"|'[^']*'|[^\r\n]*?)[ \t]*(?:[ \t]\#[^\r\n]*)?(?=[\r\n]|\Z)""",
    re.MULTILINE | re.VERBOSE,
)


@record
class Setting:
    """A variable that an environment file sets.

    Attributes:
        name: Its name.
        value: Its text without quotes; often a secret, so it is never shown.
        start: Offset of the name in the file's text.
        end: Offset after the value.
    """

    name: str
    value: str
    start: int
    end: int


@record
class EnvFile:
    """An environment file; of variables that are set twice the last one counts."""

    path: Path
    source: SourceText
    settings: Mapping[str, Setting]

    def value(self, name: str) -> str:
        """Return the value of a variable, empty where it is not set."""
        return self.settings[name].value if name in self.settings else ""


@dataclass(slots=True)
class EnvFiles:
    """The environment files of a project, read on request.

    Attributes:
        read: Reads a file's text; `None` where that is not possible.
        folders: The contents of the project's folders.
        project_files: Names of which a project's own folder holds one.
    """

    read: Callable[[Path], SourceText | None]
    folders: Folders
    project_files: tuple[str, ...]
    _inside: dict[Path, tuple[EnvFile, ...]] = field(default_factory=dict["Path", "tuple[EnvFile, ...]"])
    _around: dict[Path, tuple[EnvFile, ...]] = field(default_factory=dict["Path", "tuple[EnvFile, ...]"])

    def around(self, file: Path) -> tuple[EnvFile, ...]:
        """Return the environment files in the folders above a file, up to the project's; the nearest folder first."""
        found = self._around.get(file.parent)
        if found is None:
            above = folders_of(file, self.folders, self.project_files)
            found = tuple(each for folder in above for each in self._in_folder(folder))
            self._around[file.parent] = found
        return found

    def _in_folder(self, folder: Path) -> tuple[EnvFile, ...]:
        if folder not in self._inside:
            read = [(path, self.read(path)) for path in env_paths(folder, self.folders)]
            self._inside[folder] = tuple(
                read_settings(path, source) for path, source in read if source is not None
            )
        return self._inside[folder]


def folders_of(file: Path, folders: Folders, project_files: tuple[str, ...]) -> tuple[Path, ...]:
    """Return the folders above a file, up to the project's: the nearest that holds one of the project files.

    A file that belongs to no project has its own folder only.
    """
    above = tuple(file.parents)
    for place, folder in enumerate(above):
        if folders.holds_any(folder, project_files):
            return above[: place + 1]
    return above[:1]


def env_paths(folder: Path, folders: Folders) -> list[Path]:
    """Return the environment files in a folder, by name; templates left out."""
    found = [folder / name for name in folders.matching(folder, NameKind.ENVIRONMENT) if _is_env_name(name)]
    return [path for path in found if folders.is_file(path)]


def read_settings(path: Path, source: SourceText) -> EnvFile:
    """Return what an environment file sets."""
    settings: dict[str, Setting] = {}
    for match in _SETTING.finditer(source.text):
        value = match["value"]
        if len(value) > 1 and value[0] in "\"'":
            value = value[1:-1]
        settings[match["name"]] = Setting(match["name"], value, match.start("name"), match.end("value"))
    return EnvFile(path, source, settings)


def _is_env_name(name: str) -> bool:
    parts = name.lower().split(".")
    if "env" not in (parts[-1], parts[1] if name.startswith(".") else ""):
        return False
    return _TEMPLATES.isdisjoint(parts)
