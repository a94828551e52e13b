"""Find first-party modules: which file an import means."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from wflint.files.folders import Folders
from wflint.ir import nodes as ir
from wflint.ir.language import ImportLine, LoadModule
from wflint.languages.typescript.packages import MANIFEST, Workspaces, entries, own_imports, split_name
from wflint.languages.typescript.suffixes import SUFFIXES
from wflint.languages.typescript.tsconfig import CONFIG_NAMES, Configurations

_NOT_CODE: Final = (".d.ts", ".d.mts", ".d.cts", ".json")
_WRITTEN_AS: Final = {".js": (".ts", ".tsx"), ".jsx": (".tsx",), ".mjs": (".mts",), ".cjs": (".cts",)}
"""Suffixes in imports that stand for those of the files which the compiler makes them of."""

_INSTALLED: Final = "node_modules"


@dataclass(slots=True)
class TypeScriptResolver:
    """Finds the modules of the analysed project, read when something resolves into them.

    An import is a path, a name that the nearest `tsconfig.json` maps to paths, a package of the project's workspaces, or
    one that its own package declares (`#db`). Everything else is installed, and is never read.

    Attributes:
        load: Reads and parses a file.
        roots: Further folders that modules are imported from.
        folders: What is in the folders.
        sdks: The packages of the engines' SDKs, which are never first-party.
    """

    load: LoadModule
    roots: tuple[Path, ...] = ()
    folders: Folders = field(default_factory=Folders)
    sdks: frozenset[str] = frozenset()
    _modules: dict[Path, ir.Module | None] = field(default_factory=dict["Path", "ir.Module | None"])
    _places: dict[int, Path] = field(default_factory=dict["int", "Path"])
    _found: dict[tuple[Path, str], Path | None] = field(
        default_factory=dict["tuple[Path, str]", "Path | None"]
    )
    _nearest: dict[tuple[Path, tuple[str, ...]], Path | None] = field(
        default_factory=dict["tuple[Path, tuple[str, ...]]", "Path | None"]
    )
    _configurations: Configurations = field(init=False)
    _workspaces: Workspaces = field(init=False)

    def __post_init__(self) -> None:
        self._configurations = Configurations(self.folders)
        self._workspaces = Workspaces(self.folders)

    def module_at(self, path: Path) -> ir.Module | None:
        """Return the module of a file, by its resolved path; `None` where it does not parse."""
        if path not in self._modules:
            module = self._modules[path] = self.load(path, path.stem, path.stem == "index")
            if module is not None:
                self._places[id(module)] = path
        return self._modules[path]

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:  # noqa: ARG002 - Python's
        """Return the first-party module that an import names, which has no level here; `None` for all others."""
        file = self._places.get(id(importer))
        if file is None:
            return None
        found = self._located(dotted, file)
        return self.module_at(found) if found is not None else None

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:  # noqa: ARG002 - Python's
        """Return `None`: a module holds what it exports, and no others."""
        return None

    def files(self, line: ImportLine, path: Path) -> Iterator[Path]:
        """Yield the first-party file that an import in a file means, by its resolved path."""
        found = self._located(line.origin, path)
        if found is not None:
            yield found

    def _located(self, specifier: str, file: Path) -> Path | None:
        key = (file.parent, specifier)
        if key not in self._found:
            self._found[key] = self._locate(specifier, file)
        return self._found[key]

    def _locate(self, specifier: str, file: Path) -> Path | None:
        name, subpath = split_name(specifier)
        if name in self.sdks or specifier in self.sdks or specifier.startswith("node:"):
            return None
        found = (self._file(path) for path in self._candidates(specifier, name, subpath, file))
        return next((path for path in found if path is not None and _INSTALLED not in path.parts), None)

    def _candidates(self, specifier: str, name: str, subpath: str, file: Path) -> Iterator[Path]:
        folder = file.parent
        if specifier.startswith((".", "/")):
            yield folder / specifier if specifier.startswith(".") else Path(specifier)
            return
        config = self._above(folder, CONFIG_NAMES)
        if config is not None:
            yield from self._configurations.paths_of(file, config).candidates(specifier)
        if specifier.startswith("#"):
            manifest = self._above(folder, (MANIFEST,))
            if manifest is not None:
                yield from own_imports(self.folders, manifest.parent, specifier)
            return
        package = self._workspaces.package(name, folder)
        if package is not None:
            yield from entries(self.folders, package, subpath)
        yield from (root / specifier for root in self.roots)

    def _file(self, path: Path) -> Path | None:
        """Return the file of code that a path means, which may lack its suffix or be that of a folder."""
        folder, name = path.parent, path.name
        if name in ("..", ".", ""):
            return self._index(path)
        if "." in str(folder):
            folder = _normal(folder)
        has = self.folders.has
        if name.endswith(SUFFIXES) and not name.endswith(_NOT_CODE) and has(folder, name):
            return self.folders.real(folder / name)
        stem, dot, suffix = name.rpartition(".")
        for other in _WRITTEN_AS.get(f"{dot}{suffix}", ()):
            if has(folder, f"{stem}{other}"):
                return self.folders.real(folder / f"{stem}{other}")
        for suffix in SUFFIXES:
            if has(folder, f"{name}{suffix}"):
                return self.folders.real(folder / f"{name}{suffix}")
        return self._index(folder / name) if has(folder, name) else None

    def _index(self, folder: Path) -> Path | None:
        folder = _normal(folder)
        names = (f"index{suffix}" for suffix in SUFFIXES)
        found = next((name for name in names if self.folders.has(folder, name)), None)
        return self.folders.real(folder / found) if found is not None else None

    def _above(self, folder: Path, names: tuple[str, ...]) -> Path | None:
        """Return the nearest file of some names in a folder or above it."""
        key = (folder, names)
        if key not in self._nearest:
            own = next((folder / name for name in names if self.folders.has(folder, name)), None)
            above = self._above(folder.parent, names) if own is None and folder.parent != folder else None
            self._nearest[key] = own or above
        return self._nearest[key]


def _normal(path: Path) -> Path:
    """Return a path without `..`: what an import says is about the paths, and not about links in them."""
    parts: list[str] = []
    for part in path.parts:
        if part == ".." and len(parts) > 1:
            parts.pop()
        elif part != "..":
            parts.append(part)
    return Path(*parts)
