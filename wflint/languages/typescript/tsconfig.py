"""What a project's `tsconfig.json` or `jsconfig.json` says about where imports lead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, cast

from wflint.files.folders import Folders
from wflint.languages.typescript.jsonc import JsonObject, object_at, read_json, text_at, texts_at, value_at
from wflint.record import record

CONFIG_NAMES: Final = ("tsconfig.json", "jsconfig.json")
_MAX_EXTENDS: Final = 12


@record
class Paths:
    """Where the imports of a configuration's files lead.

    Attributes:
        base: The folder that bare imports are looked for in; `None` without a `baseUrl`.
        patterns: Per pattern of an import, the folder and the patterns of the files that it leads to; longest prefix first.
    """

    base: Path | None = None
    patterns: tuple[tuple[str, Path, tuple[str, ...]], ...] = ()

    def candidates(self, specifier: str) -> Iterator[Path]:
        """Yield the paths that an import may mean, without the suffixes that it leaves out."""
        for pattern, folder, targets in self.patterns:
            prefix, star, suffix = pattern.partition("*")
            if star:
                fits = specifier.startswith(prefix) and specifier.endswith(suffix)
                middle = specifier[len(prefix) : len(specifier) - len(suffix)] if fits else None
            else:
                middle = "" if specifier == pattern else None
            if middle is not None:
                yield from (folder / target.replace("*", middle, 1) for target in targets)
                return  # the compiler tries no other pattern
        if self.base is not None:
            yield self.base / specifier


@dataclass(slots=True)
class Configurations:
    """Reads the configurations of a project, each once.

    Attributes:
        folders: What is in the folders.
    """

    folders: Folders
    _read: dict[Path, Paths] = field(default_factory=dict["Path", "Paths"])

    def paths_of(self, file: Path, config: Path) -> Paths:
        """Return what a configuration says for a file; one that only refers to others leaves it to the one that holds it."""
        found = self._paths(config)
        if found.patterns or found.base is not None:
            return found
        options = read_json(self.folders, config)
        for reference in _references(options, config.parent):
            if _holds(read_json(self.folders, reference), reference.parent, file):
                referred = self._paths(reference)
                if referred.patterns or referred.base is not None:
                    return referred
        return found

    def _paths(self, config: Path) -> Paths:
        found = self._read.get(config)
        if found is None:
            found = self._read[config] = _paths_in(self.folders, config, _MAX_EXTENDS)
        return found


def _paths_in(folders: Folders, config: Path, depth: int) -> Paths:
    options = read_json(folders, config)
    base_url = text_at(options, "compilerOptions", "baseUrl")
    base = config.parent / base_url if base_url else None
    own = object_at(options, "compilerOptions", "paths")
    inherited = Paths()
    if depth and (base is None or not own):
        for each in texts_at(options, "extends"):
            extended = _extended(folders, each, config.parent)
            if extended is not None:
                further = _paths_in(folders, extended, depth - 1)
                inherited = Paths(further.base or inherited.base, further.patterns or inherited.patterns)
    base = base or inherited.base
    patterns = tuple((name, base or config.parent, tuple(texts_at(own, name))) for name in own)
    ordered = tuple(sorted(patterns, key=lambda each: -len(each[0].partition("*")[0])))
    return Paths(base, ordered or inherited.patterns)


def _extended(folders: Folders, name: str, folder: Path) -> Path | None:
    """Return the configuration that `extends` names: a path, or a file of an installed package."""
    if name.startswith((".", "/")):
        path = folder / name
        return path if path.suffix == ".json" else path.with_name(f"{path.name}.json")
    for above in (folder, *folder.parents):
        installed = above / "node_modules" / name
        for path in (installed, installed.with_name(f"{installed.name}.json"), installed / "tsconfig.json"):
            if folders.is_file(path):
                return path
    return None


def _references(options: JsonObject, folder: Path) -> Iterator[Path]:
    listed = value_at(options, "references")
    for each in cast("list[object]", listed) if isinstance(listed, list) else ():
        path = folder / text_at({"reference": each}, "reference", "path")
        yield path if path.suffix == ".json" else path / CONFIG_NAMES[0]


def _holds(options: JsonObject, folder: Path, file: Path) -> bool:
    """Return whether a configuration is about a file: one that names no files is about all below its folder."""
    if folder not in file.parents:
        return False
    included = texts_at(options, "include")
    relative = file.relative_to(folder).as_posix()
    return not included or any(_matches(pattern, relative) for pattern in included)


def _matches(pattern: str, path: str) -> bool:
    pattern = pattern.removeprefix("./")
    if not re.search(r"[*?]", pattern):
        return path == pattern or path.startswith(f"{pattern.rstrip('/')}/")
    pieces = re.split(r"(\*\*/|\*|\?)", pattern)
    wild = {"**/": "(?:[^/]+/)*", "*": "[^/]*", "?": "[^/]"}
    regex = "".join(wild.get(piece) or re.escape(piece) for piece in pieces)
    return re.fullmatch(regex, path) is not None
