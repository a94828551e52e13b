"""The packages of a project's workspaces, and which of their files an import of them means."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from wflint.files.folders import Folders
from wflint.languages.typescript.jsonc import JsonObject, object_at, read_json, text_at, texts_at, value_at

MANIFEST: Final = "package.json"
_PNPM: Final = "pnpm-workspace.yaml"
_CONDITIONS: Final = ("source", "development", "types", "import", "node", "module", "default", "require")
"""The conditions of `exports`, in the order in which the source of a package is found best."""

_BUILT: Final = re.compile(r"(^|/)(dist|build|lib|out|esm|cjs)/(?:(?:esm|cjs|src)/)?")
_PNPM_ITEM: Final = re.compile(r"^\s*-\s*['\"]?([^'\"#\s]+)")
_LARGEST_LIST: Final = 100_000


@dataclass(slots=True)
class Workspaces:
    """Finds the packages that a project consists of, by name.

    Attributes:
        folders: What is in the folders.
    """

    folders: Folders
    _packages: dict[Path, dict[str, Path]] = field(default_factory=dict["Path", "dict[str, Path]"])
    _roots: dict[Path, Path | None] = field(default_factory=dict["Path", "Path | None"])

    def package(self, name: str, folder: Path) -> Path | None:
        """Return the folder of a package of the workspace that a folder is in; `None` where it has none of that name."""
        root = self._root(folder)
        if root is None:
            return None
        if root not in self._packages:
            self._packages[root] = dict(self._members(root))
        return self._packages[root].get(name)

    def _root(self, folder: Path) -> Path | None:
        """Return the nearest folder above that lists workspaces."""
        if folder not in self._roots:
            has = self.folders.has
            lists = has(folder, _PNPM) or (has(folder, MANIFEST) and bool(_patterns(self.folders, folder)))
            above = self._root(folder.parent) if not lists and folder.parent != folder else None
            self._roots[folder] = folder if lists else above
        return self._roots[folder]

    def _members(self, root: Path) -> Iterator[tuple[str, Path]]:
        for pattern in _patterns(self.folders, root):
            for folder in self._matching(root, pattern.strip("/").split("/")):
                name = text_at(read_json(self.folders, folder / MANIFEST), "name")
                if name:
                    yield name, folder

    def _matching(self, folder: Path, pieces: list[str]) -> Iterator[Path]:
        """Yield the packages that a pattern of folders names; `*` is one folder, `**` any depth."""
        if not pieces:
            if self.folders.has(folder, MANIFEST):
                yield folder
            return
        piece, rest = pieces[0], pieces[1:]
        if piece in ("", "."):
            yield from self._matching(folder, rest)
        elif "*" not in piece:
            if self.folders.has(folder, piece):
                yield from self._matching(folder / piece, rest)
        else:
            if piece == "**":
                yield from self._matching(folder, rest)
            regex = re.compile(re.escape(piece).replace(r"\*", "[^/]*"))
            for name in sorted(self.folders.names(folder)):
                inner = folder / name
                if (
                    name != "node_modules"
                    and not name.startswith(".")
                    and regex.fullmatch(name)
                    and self.folders.is_dir(inner)
                ):
                    yield from self._matching(inner, pieces if piece == "**" else rest)


def _patterns(folders: Folders, root: Path) -> list[str]:
    """Return the patterns of folders that hold the packages of a workspace."""
    manifest = read_json(folders, root / MANIFEST)
    listed = texts_at(manifest, "workspaces") or texts_at(manifest, "workspaces", "packages")
    text = (folders.read(root / _PNPM, _LARGEST_LIST) or b"").decode("utf-8", errors="replace")
    inside = False
    for line in text.splitlines():
        item = _PNPM_ITEM.match(line)
        if line.startswith("packages:"):
            inside = True
        elif inside and item is not None:
            listed.append(item[1])
        elif inside and line.strip() and not line.strip().startswith("#"):
            inside = False
    return [each for each in listed if not each.startswith("!")]


def split_name(specifier: str) -> tuple[str, str]:
    """Return the package that an import names, and the path in it: `@scope/name` and `sub/path`."""
    pieces = specifier.split("/")
    size = 2 if specifier.startswith("@") else 1
    return "/".join(pieces[:size]), "/".join(pieces[size:])


def entries(folders: Folders, folder: Path, subpath: str) -> Iterator[Path]:
    """Yield the files that an import of a package may mean, its source first."""
    manifest = read_json(folders, folder / MANIFEST)
    key = f"./{subpath}" if subpath else "."
    for target in _targets(manifest, "exports", key):
        yield from _source_of(folder, target)
    if subpath:
        yield folder / subpath
        yield folder / "src" / subpath
        return
    for name in ("source", "types", "module", "main"):
        target = text_at(manifest, name)
        if target:
            yield from _source_of(folder, target)
    yield from (folder / "src" / "index", folder / "index")


def own_imports(folders: Folders, folder: Path, specifier: str) -> Iterator[Path]:
    """Yield the files that an import such as `#db` means in the package itself."""
    for target in _targets(read_json(folders, folder / MANIFEST), "imports", specifier):
        yield from _source_of(folder, target)


def _targets(manifest: JsonObject, section: str, key: str) -> Iterator[str]:
    value = value_at(manifest, section)
    if section == "exports" and key == "." and not _has_subpaths(value):
        yield from _conditional(value)
        return
    entries_ = object_at(manifest, section)
    if key in entries_:
        yield from _conditional(entries_[key])
        return
    for pattern in sorted((each for each in entries_ if "*" in each), key=len, reverse=True):
        prefix, _, suffix = pattern.partition("*")
        if key.startswith(prefix) and key.endswith(suffix) and len(key) >= len(prefix) + len(suffix):
            middle = key[len(prefix) : len(key) - len(suffix)]
            yield from (target.replace("*", middle) for target in _conditional(entries_[pattern]))


def _has_subpaths(value: object) -> bool:
    return isinstance(value, dict) and any(str(name).startswith(".") for name in cast("JsonObject", value))


def _conditional(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for each in cast("list[object]", value):
            yield from _conditional(each)
    elif isinstance(value, dict):
        holder = cast("JsonObject", value)
        for name in _CONDITIONS:
            if name in holder:
                yield from _conditional(holder[name])


def _source_of(folder: Path, target: str) -> Iterator[Path]:
    """Yield where the source of a built file may stand, then the file itself."""
    plain = target.removeprefix("./")
    built = _BUILT.sub(r"\1src/", plain, count=1)
    if built != plain:
        yield folder / _without_suffix(built)
        yield folder / _without_suffix(built.replace("src/", "", 1))
    yield folder / plain


def _without_suffix(path: str) -> str:
    return re.sub(r"(\.d)?\.[cm]?[jt]sx?$", "", path)
