"""Find first-party modules: where they are, and what importing a name gives."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from wflint.files.folders import Folders
from wflint.ir import nodes as ir
from wflint.ir.language import ImportLine, LoadModule
from wflint.languages.python.words import WORDS

PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_MAX_FOLDERS = 3
"""How far above a file modules are looked for where no project's root is found."""


@dataclass(slots=True)
class PythonResolver:
    """Finds the modules of the analysed project, read when something resolves into them.

    An absolute import is looked for in the folder that holds the importing file's top-level package, in the given roots,
    and in the folders above up to the project's root (the nearest with a `pyproject.toml`, say), each with its `src`.
    So flat and `src` layouts and namespace packages need no configuration.

    Attributes:
        load: Reads and parses a file.
        roots: Further folders that modules are imported from.
        folders: What is in the folders.
        sdks: Top-level modules of the engines' SDKs. A folder may bear the name of its engine, but importing that name
            means the SDK.
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
    _searched: dict[Path, list[Path]] = field(default_factory=dict["Path", "list[Path]"])
    _with_name: dict[tuple[Path, str], list[Path]] = field(
        default_factory=dict["tuple[Path, str]", "list[Path]"]
    )
    _own_roots: dict[Path, Path] = field(default_factory=dict["Path", "Path"])

    def module_at(self, path: Path) -> ir.Module | None:
        """Return the module of a file, by its resolved path; `None` where it does not parse."""
        if path not in self._modules:
            folder = path.parent
            name = ".".join(module_name(path, self._own_root(folder)))
            self._remember(path, folder, self.load(path, name, path.stem == "__init__"))
        return self._modules[path]

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:
        """Return the first-party module that an import names; `None` for third-party ones."""
        folder = self._places.get(id(importer))
        if folder is None:
            return None
        for root in self._roots_of(dotted, level, folder):
            module = self._load_below(root, dotted)
            # A file that bears the name of a library and imports it means the library.
            if module is not None and (level or module is not importer):
                return module
        return None

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:
        """Return the module `package.name`, where there is one."""
        folder = self._places.get(id(package))
        return self._load_below(folder, name) if folder is not None and package.is_package else None

    def files(self, line: ImportLine, path: Path) -> Iterator[Path]:
        """Yield the first-party files that an import in a file may mean: a module, and the submodules that it names."""
        dotted = line.origin.lstrip(".")
        level = len(line.origin) - len(dotted)
        for root in self._roots_of(dotted, level, path.parent):
            found = self._located(root, dotted)
            if found is None or (found == path and not level):
                continue
            is_file = found.suffix == ".py"
            if is_file:
                yield found
            if not is_file or found.stem == "__init__":
                folder = found.parent if is_file else found
                inner = (self._located(folder, name) for name in line.names)
                yield from (each for each in inner if each is not None and each.suffix == ".py")
            return

    def _roots_of(self, dotted: str, level: int, folder: Path) -> Sequence[Path]:
        """Return the folders below which a module that is imported in a folder may be, the first one first."""
        if level:
            for _ in range(level - 1):
                folder = folder.parent
            return [folder]
        first = dotted.partition(".")[0]
        return [] if first in sys.stdlib_module_names or first in self.sdks else self._holding(folder, first)

    def _load_below(self, folder: Path, dotted: str) -> ir.Module | None:
        found = self._located(folder, dotted)
        if found is None:
            return None
        return self.module_at(found) if found.suffix == ".py" else self._namespace(found)

    def _located(self, folder: Path, dotted: str) -> Path | None:
        if dotted and not self._holds(folder, dotted.partition(".")[0]):
            return None
        key = (folder, dotted)
        if key not in self._found:
            self._found[key] = self._locate(folder, dotted)
        return self._found[key]

    def _locate(self, folder: Path, dotted: str) -> Path | None:
        """Return the file of a module below a folder, or the folder of a namespace package."""
        base = folder.joinpath(*dotted.split(".")) if dotted else folder
        if self.folders.has(base, "__init__.py"):
            return self.folders.real(base / "__init__.py")
        if dotted and self.folders.has(base.parent, f"{base.name}.py"):
            return self.folders.real(base.parent / f"{base.name}.py")
        # A namespace package is a folder with modules; other folders may bear the name of a third-party package.
        if dotted and (self._holds_modules(base) or any(map(self._holds_modules, self._inside(base)))):
            return self.folders.real(base)
        return None

    def _holds_modules(self, folder: Path) -> bool:
        return self.folders.is_dir(folder) and self.folders.has_ending(folder, ".py")

    def _inside(self, folder: Path) -> Iterator[Path]:
        return (folder / name for name in self.folders.names(folder))

    def _namespace(self, folder: Path) -> ir.Module:
        module = self._modules.get(folder)
        if module is None:
            body = ir.Body(ir.Block(None, ()))
            module = ir.Module(None, folder.as_posix(), folder.name, True, body, WORDS)  # noqa: FBT003 - a package
            self._remember(folder, folder, module)
        return module

    def _remember(self, path: Path, folder: Path, module: ir.Module | None) -> None:
        """Keep the module of a file or folder, and from which folder its relative imports start."""
        self._modules[path] = module
        if module is not None:
            self._places[id(module)] = folder

    def _holding(self, folder: Path, name: str) -> list[Path]:
        """Return the folders of a folder's search path that hold something of a name."""
        key = (folder, name)
        found = self._with_name.get(key)
        if found is None:
            searched = self._search_path(folder)
            found = self._with_name[key] = [each for each in searched if self._holds(each, name)]
        return found

    def _holds(self, folder: Path, name: str) -> bool:
        # Most imports are of third-party modules: one look at the names in the folder tells.
        return self.folders.holds_any(folder, (name, f"{name}.py"))

    def _search_path(self, folder: Path) -> list[Path]:
        found = self._searched.get(folder)
        if found is None:
            own = self._own_root(folder)
            above = list(self._folders_above(own))
            sources = [each / "src" for each in above if self.folders.has(each, "src")]
            found = self._searched[folder] = list(dict.fromkeys([own, *self.roots, *above, *sources]))
        return found

    def _own_root(self, folder: Path) -> Path:
        """Return the folder that the top-level package of a folder's modules is imported from."""
        found = self._own_roots.get(folder)
        if found is None:
            top = folder
            while self.folders.has(top, "__init__.py") and top.parent != top:
                top = top.parent
            inside = [root for root in self.roots if top == root or root in top.parents]
            # In a namespace package the nearest known root is above; otherwise the folder itself is one.
            found = max(inside, key=lambda root: len(root.parts), default=top)
            self._own_roots[folder] = found
        return found

    def _folders_above(self, folder: Path) -> Iterator[Path]:
        """Yield a folder and those above it, up to the project's root; a few where there is no project."""
        for place, each in enumerate((folder, *folder.parents)):
            if place > _MAX_FOLDERS and not any(map(self._is_project, each.parents)):
                return
            yield each
            if self._is_project(each):
                return

    def _is_project(self, folder: Path) -> bool:
        return self.folders.holds_any(folder, PROJECT_MARKS)


def module_name(path: Path, root: Path) -> tuple[str, ...]:
    """Return the dotted name's parts of a file below an import root."""
    folders = path.parts[len(root.parts) : -1]
    return folders if path.stem == "__init__" else (*folders, path.stem)
