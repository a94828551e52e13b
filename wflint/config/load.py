"""Finds and reads configuration files: the nearest one, the files that it extends, that of `--config`."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Final, cast

from wflint.config.layers import Configuration, Layer, Origin, layer, merge
from wflint.errors import DataError, SourceError
from wflint.files.reading import read_text
from wflint.tables.toml import lookup, parse_toml

if TYPE_CHECKING:
    from collections.abc import Sequence

OWN_FILE: Final = "wflint.toml"
SHARED_FILE: Final = "pyproject.toml"
_TABLE: Final = ("tool", "wflint")


@dataclass(slots=True, eq=False)
class Finder:
    """Gives the configuration of a folder; what it has read it keeps.

    Attributes:
        cwd: The working directory, absolute; files below it are shown relative to it.
        fixed: The file of `--config`, which then holds for all folders.
        isolated: Whether to read no configuration file.
        nearer: Layers of the command line, in front of every file's, the farthest one first.
        listed: The names in folders that somebody has looked into, by their absolute paths with slashes.
    """

    cwd: Path
    fixed: Path | None = None
    isolated: bool = False
    nearer: Sequence[Layer] = ()
    listed: dict[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])
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
            found = next((file for file in self._files_in(folder) if _is_configuration(file, self.cwd)), None)
            if found is None and folder.parent != folder:
                found = self._nearest(folder.parent)
            self._files[folder] = found
        return self._files[folder]

    def _files_in(self, folder: Path) -> list[Path]:
        names = self.listed.get(folder.as_posix())
        asked = (name for name in (OWN_FILE, SHARED_FILE) if names is None or name in names)
        # Path.exists raises where a folder may not be entered.
        return [file for name in asked if os.path.exists(file := folder / name)]  # noqa: PTH110


def refuse_outside(path: Path, file: Path, named: str, *, writes: bool = False) -> None:
    """Refuse a path with which a configuration file, which may be a stranger's, leads out of its repository.

    Args:
        path: The path, absolute; symbolic links in it are followed.
        file: The configuration file.
        named: What names the path there, for the message.
        writes: Whether the path is written to: then nothing around the innermost repository is meant, and without a
            repository nothing outside of the file's own folder.

    Raises:
        DataError: The path lies outside.
    """
    repositories = [folder for folder in file.parents if os.path.exists(folder / ".git")]  # noqa: PTH110 - as below
    if writes:
        project = repositories[0] if repositories else file.parent
    elif repositories:
        project = repositories[-1]
    else:
        return
    if not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(project)):
        raise DataError(f"{named}: {path.as_posix()} lies outside of {project.as_posix()}")


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
        if configuration.is_in_file("src"):
            refuse_outside(root, base / SHARED_FILE, configuration.named("src"))
        if not root.is_dir():
            raise DataError(f"{configuration.named('src')}: there is no folder `{written}` in {base}")
    return roots


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
    refuse_outside(other, file, f"{origin.place(('extend',))}: `extend`")
    if other in (*inner, file):
        raise DataError(f"{origin.place(('extend',))}: `extend`: `{extended}` extends this file again")
    return [*_layers(other, cwd, (*inner, file)), own]


def _read_text(file: Path, cwd: Path) -> str:
    try:
        return read_text(file, "utf-8-sig")
    except OSError as error:
        raise SourceError(_shown(file, cwd), f"cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise DataError(f"{_shown(file, cwd)}: is not UTF-8, which TOML files are") from error


def _document(file: Path, text: str, cwd: Path) -> dict[str, object]:
    try:
        return parse_toml(text)
    except ValueError as error:
        raise DataError(f"{_shown(file, cwd)}: is not valid TOML: {error}") from error


def _shown(file: Path, cwd: Path) -> str:
    return (file.relative_to(cwd) if file.is_relative_to(cwd) else file).as_posix()
