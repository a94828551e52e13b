"""Finds and reads configuration: nearest file, the files that it extends, `--config`, the command line."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final, cast

from wflint.config.settings import Settings, all_options
from wflint.errors import DataError, SourceError, UsageError
from wflint.tables import read_values
from wflint.tables.toml import key_lines, lookup, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OWN_FILE: Final = "wflint.toml"
SHARED_FILE: Final = "pyproject.toml"
_TABLE: Final = ("tool", "wflint")
STARTS_ANEW: Final[Mapping[str, str]] = MappingProxyType({"select": "ignore", "fixable": "unfixable"})
"""Options that choose rules, each with the one of a farther layer that it makes forgotten."""


@dataclass(frozen=True, slots=True)
class Origin:
    """The origin of values.

    Attributes:
        name: The file as it is shown to the user, or the command line's option.
        folder: What paths and patterns there are relative to, absolute.
        text: The file's text; empty where there is no file.
        table: The table of the file that holds the options.
    """

    name: str
    folder: Path
    text: str = ""
    table: tuple[str, ...] = ()

    def place(self, path: tuple[str, ...]) -> str:
        """Return the place of the key at `path`, `pyproject.toml:12`."""
        line = key_lines(self.text).get((*self.table, *path))
        return f"{self.name}:{line}" if line else self.name


@dataclass(frozen=True, slots=True)
class Layer:
    """The values from one origin, by the names of the fields of `Settings`."""

    values: Mapping[str, object]
    origin: Origin


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings that hold for some files.

    Attributes:
        file: The nearest configuration file; `None` where there is none.
        settings: The values.
        origins: Where each value that is no default comes from, by the key's path: `("select",)`, for an entry of a
            table `("levels", "WF101")`.
    """

    file: Path | None
    settings: Settings
    origins: Mapping[tuple[str, ...], Origin]

    def place(self, *path: str) -> str:
        """Return where a value comes from: `pyproject.toml:12`, an option of the command line, or `default`."""
        origin = self.origins.get(path)
        return origin.place(path) if origin else "default"

    def named(self, *path: str) -> str:
        """Name a key in a message: its place, and its name where the place does not show it."""
        place = self.place(*path)
        return place if place == f"--{path[0]}" else f"{place}: `{'.'.join(path)}`"

    def folder(self, *path: str) -> Path | None:
        """Return what the paths and patterns of a value are relative to; `None` for a default."""
        origin = self.origins.get(path)
        return origin.folder if origin else None


def layer(table: Mapping[str, object], origin: Origin) -> Layer:
    """Read the values of a table of options.

    Raises:
        DataError: A key is unknown, or a value has the wrong type.
    """
    return Layer(read_values(Settings, table, origin.place), origin)


def inline_layer(text: str, folder: Path) -> Layer:
    """Read the values of `--config "key=value"`.

    Args:
        text: One line of TOML or more.
        folder: What paths and patterns are relative to, absolute.

    Raises:
        UsageError: It is no TOML.
        DataError: A key is unknown, or a value has the wrong type.
    """
    try:
        table = parse_toml(text)
    except ValueError as error:
        hint = 'expected a file, or an option in TOML with its quotes, `min-level = "info"`'
        raise UsageError(f"--config: {text}: {error}; {hint}") from error
    return layer(table, Origin("--config", folder))


def merge(layers: Iterable[Layer], file: Path | None = None) -> Configuration:
    """Merge several layers into one configuration.

    A nearer value replaces a farther one, a nearer table's entries are added to the farther one's. A layer that gives
    `select` starts anew: an `ignore` from farther away is forgotten. So does one that gives `fixable`, for `unfixable`.

    Args:
        layers: The farthest one first.
        file: The nearest configuration file.
    """
    values: dict[str, object] = {}
    origins: dict[tuple[str, ...], Origin] = {}
    for each in layers:
        for chosen, left_out in STARTS_ANEW.items():
            if chosen in each.values:
                values.pop(left_out, None)
                origins.pop((left_out,), None)
        for option in all_options():
            if option.name not in each.values:
                continue
            value = each.values[option.name]
            if option.is_table:
                entries = cast("dict[str, object]", value)
                values[option.name] = {**cast("dict[str, object]", values.get(option.name, {})), **entries}
                origins.update({(option.key, entry): each.origin for entry in entries})
            else:
                values[option.name] = value
                origins[option.key,] = each.origin
    return Configuration(file, Settings(**cast("dict[str, Any]", values)), origins)


@dataclass(slots=True)
class Finder:
    """Gives the configuration of a folder; what it has read it keeps.

    Attributes:
        cwd: The working directory, absolute; files below it are shown relative to it.
        fixed: The file of `--config`, which then holds for all folders.
        isolated: Whether to read no configuration file.
        nearer: Layers of the command line, in front of every file's, the farthest one first.
    """

    cwd: Path
    fixed: Path | None = None
    isolated: bool = False
    nearer: Sequence[Layer] = ()
    _files: dict[Path, Path | None] = field(default_factory=dict[Path, "Path | None"])
    _read: dict[Path | None, Configuration] = field(default_factory=dict["Path | None", Configuration])

    def configuration(self, folder: Path) -> Configuration:
        """Return the configuration that holds for the files in a folder, the same object for the same nearest file.

        Raises:
            DataError: A configuration file is not well formed.
            SourceError: A configuration file cannot be read.
        """
        file = self.fixed or (None if self.isolated else self._nearest(folder))
        if file not in self._read:
            layers = _layers(file, self.cwd, ()) if file else []
            self._read[file] = merge([*layers, *self.nearer], file)
        return self._read[file]

    def _nearest(self, folder: Path) -> Path | None:
        if folder not in self._files:
            found = next((file for file in _files_in(folder) if _is_configuration(file, self.cwd)), None)
            if found is None and folder.parent != folder:
                found = self._nearest(folder.parent)
            self._files[folder] = found
        return self._files[folder]


def import_roots(configuration: Configuration) -> tuple[Path, ...]:
    """Return the folders of `src`, absolute.

    Raises:
        DataError: A folder does not exist.
    """
    base = configuration.folder("src")
    if base is None:
        return ()
    roots = tuple(Path(os.path.normpath(base / each)) for each in configuration.settings.src)
    for written, root in zip(configuration.settings.src, roots, strict=True):
        if not root.is_dir():
            raise DataError(f"{configuration.named('src')}: there is no folder `{written}` in {base}")
    return roots


def _files_in(folder: Path) -> list[Path]:
    # Path.exists raises where a folder may not be entered.
    return [file for name in (OWN_FILE, SHARED_FILE) if os.path.exists(file := folder / name)]  # noqa: PTH110


def _is_configuration(file: Path, cwd: Path) -> bool:
    """Return whether a file configures wflint: `pyproject.toml` may be about other tools only."""
    return file.name != SHARED_FILE or lookup(_document(file, _read_text(file, cwd), cwd), _TABLE) is not None


def _layers(file: Path, cwd: Path, inner: tuple[Path, ...]) -> list[Layer]:
    """Return the layers of a file and the files that it extends, the farthest one first."""
    text = _read_text(file, cwd)
    table = _TABLE if file.name == SHARED_FILE else ()
    origin = Origin(_shown(file, cwd), file.parent, text, table)
    options = lookup(_document(file, text, cwd), table)
    if options is None:
        raise DataError(f"{origin.name}: there is no table `[tool.wflint]` in it")
    if not isinstance(options, dict):
        raise DataError(f"{origin.place(())}: `tool.wflint` must be a table")
    own = layer(cast("dict[str, object]", options), origin)
    extended = own.values.get("extend")
    if not isinstance(extended, str) or not extended:
        return [own]
    other = Path(os.path.normpath(file.parent / extended))
    if not other.is_file():
        raise DataError(f"{origin.place(('extend',))}: `extend`: there is no file `{extended}`")
    if other in (*inner, file):
        raise DataError(f"{origin.place(('extend',))}: `extend`: `{extended}` extends this file again")
    return [*_layers(other, cwd, (*inner, file)), own]


def _read_text(file: Path, cwd: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise SourceError(_shown(file, cwd), f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{_shown(file, cwd)}: is not UTF-8, which TOML files are") from error


def _document(file: Path, text: str, cwd: Path) -> dict[str, object]:
    try:
        return parse_toml(text)
    except ValueError as error:
        raise DataError(f"{_shown(file, cwd)}: is no TOML: {error}") from error


def _shown(file: Path, cwd: Path) -> str:
    return (file.relative_to(cwd) if file.is_relative_to(cwd) else file).as_posix()
