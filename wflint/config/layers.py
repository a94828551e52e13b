"""Layers of values, each from one origin, and the configuration that they come to."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, cast

from wflint.config.kinds import Off
from wflint.config.settings import Option, Settings, all_options
from wflint.config.variables import variable_of
from wflint.errors import UsageError
from wflint.record import record
from wflint.tables import read_values
from wflint.tables.toml import key_lines, parse_toml

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_EXTEND_SELECT: Final = "extend-select"
STARTS_ANEW: Final = frozenset({"select", "fixable"})
"""Options that choose rules, so that what farther layers add to the choice or take out of it is forgotten."""


@record
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
        lines = key_lines(self.text)
        # An item of a list has no line of its own.
        line = lines.get((*self.table, *path)) or lines.get((*self.table, *path[:1]))
        return f"{self.name}:{line}" if line else self.name


@record
class Layer:
    """The values from one origin, by the names of the fields of `Settings`."""

    values: Mapping[str, object]
    origin: Origin


@record
class Configuration:
    """The settings that hold for some files.

    Attributes:
        file: The nearest configuration file; `None` where there is none.
        settings: The values.
        origins: Where each value that is no default comes from, by the key's path: `("select",)`, for an entry of a
            table `("levels", "WF101")`, for an item of `extend-select` `("extend-select", "WF101")`.
        overriding: What is in `extend-select` and wins over what is ignored or off farther away.
    """

    file: Path | None
    settings: Settings
    origins: Mapping[tuple[str, ...], Origin]
    overriding: tuple[str, ...] = ()

    def place(self, *path: str) -> str:
        """Return where a value comes from: `pyproject.toml:12`, an option of the command line, or `default`."""
        origin = self.origins.get(path)
        return origin.place(path) if origin else "default"

    def named(self, *path: str) -> str:
        """Name a key in a message: its place, and its name where the place does not show it."""
        return _with_key(self.place(*path), ".".join(path))

    def named_item(self, key: str, item: str) -> str:
        """Name a key whose list holds an item, as `named` does."""
        return _with_key(self.place(key, item), key)

    def is_in_file(self, *path: str) -> bool:
        """Return whether a configuration file gives a value, not the command line and no default."""
        origin = self.origins.get(path)
        return origin is not None and bool(origin.text)

    def folder(self, *path: str) -> Path | None:
        """Return what the paths and patterns of a value are relative to; `None` for a default."""
        origin = self.origins.get(path)
        return origin.folder if origin else None


def _with_key(place: str, key: str) -> str:
    return place if place in (f"--{key}", variable_of(key)) else f"{place}: `{key}`"


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
        UsageError: It is not valid TOML.
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

    A nearer value replaces a farther one, a nearer table's entries are added to the farther one's, and so is what
    `extend-select` adds. A layer that gives `select` starts anew: what farther ones add, ignore or turn off is forgotten. So does one
    that gives `fixable`, for `unfixable`.

    Args:
        layers: The farthest one first.
        file: The nearest configuration file.
    """
    merged = _Merged()
    for each in layers:
        merged.add(each)
    return Configuration(
        file, Settings(**cast("dict[str, Any]", merged.values)), merged.origins, merged.overriding
    )


@dataclass(slots=True, eq=False)
class _Merged:
    """What some layers come to; the attributes are those of `Configuration`."""

    values: dict[str, object] = field(default_factory=dict[str, object])
    origins: dict[tuple[str, ...], Origin] = field(default_factory=dict["tuple[str, ...]", Origin])
    overriding: tuple[str, ...] = ()

    def add(self, each: Layer) -> None:
        """Take a nearer layer."""
        if "fixable" in each.values:
            self._forget("unfixable")
        if "select" in each.values:
            self._start_anew()
        for option in all_options():
            if option.name in each.values:
                self._take(option, each.values[option.name], each.origin)
        added = cast("tuple[str, ...]", each.values.get("extend_select", ()))
        leaves_out = "ignore" in each.values or _off(each.values)
        self.overriding = () if leaves_out else (*self.overriding, *added)

    def _forget(self, key: str) -> None:
        self.values.pop(key.replace("-", "_"), None)
        self.origins = {path: origin for path, origin in self.origins.items() if path[0] != key}

    def _start_anew(self) -> None:
        for key in ("ignore", _EXTEND_SELECT):
            self._forget(key)
        off = _off(self.values)
        levels = cast("dict[str, object]", self.values.get("levels", {}))
        self.values["levels"] = {key: level for key, level in levels.items() if key not in off}
        gone = {("levels", key) for key in off}
        self.origins = {path: origin for path, origin in self.origins.items() if path not in gone}
        self.overriding = ()

    def _take(self, option: Option, value: object, origin: Origin) -> None:
        if option.is_table:
            entries = cast("dict[str, object]", value)
            farther = cast("dict[str, object]", self.values.get(option.name, {}))
            self.values[option.name] = {**farther, **entries}
            self.origins.update({(option.key, entry): origin for entry in entries})
            return
        if option.key == _EXTEND_SELECT:
            items = cast("tuple[str, ...]", value)
            self.origins.update({(option.key, item): origin for item in items})
            value = (*cast("tuple[str, ...]", self.values.get(option.name, ())), *items)
        self.values[option.name] = value
        self.origins[option.key,] = origin


def _off(values: Mapping[str, object]) -> set[str]:
    """Return the keys of `levels` that turn rules off."""
    levels = cast("Mapping[str, object]", values.get("levels", {}))
    return {key for key, level in levels.items() if level is Off.OFF}
