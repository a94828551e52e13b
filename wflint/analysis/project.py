"""First-party modules: where they are, and what importing a name gives."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from wflint.ir import nodes as ir

_PROJECT_MARKS = ("pyproject.toml", "setup.py", "setup.cfg", ".git")
_MAX_FOLDERS = 3

Loader = Callable[[Path, str, bool], "ir.Module | None"]
"""Parses the file of a module, given its dotted name and whether it is a package; `None` where it does not parse."""


@dataclass(slots=True)
class Project:
    """The modules of the analysed project, read when something resolves into them.

    Attributes:
        load: Reads and parses a file.
        roots: Folders from which modules are imported, beside those that the files themselves imply.
    """

    load: Loader
    roots: tuple[Path, ...] = ()
    _modules: dict[Path, ir.Module | None] = field(default_factory=dict["Path", "ir.Module | None"])
    _paths: dict[int, Path] = field(default_factory=dict["int", "Path"])
    _found: dict[tuple[Path, str], Path | None] = field(
        default_factory=dict["tuple[Path, str]", "Path | None"]
    )

    def module_at(self, path: Path) -> ir.Module | None:
        """The module of a file; `None` where it does not parse."""
        path = path.resolve()
        if path not in self._modules:
            name = ".".join(module_name(path, self._root_of(path)))
            self._remember(path, self.load(path, name, path.stem == "__init__"))
        return self._modules[path]

    def import_module(self, dotted: str, level: int, importer: ir.Module) -> ir.Module | None:
        """The first-party module that an import names; `None` for third-party ones."""
        origin = self._paths.get(id(importer))
        if origin is None:
            return None
        if level:
            folder = origin if origin.is_dir() else origin.parent
            for _ in range(level - 1):
                folder = folder.parent
            return self._load_below(folder, dotted)
        for root in self._import_roots(origin):
            module = self._load_below(root, dotted)
            if module is not None:
                return module
        return None

    def submodule(self, package: ir.Module, name: str) -> ir.Module | None:
        """The module `package.name`, where there is one."""
        origin = self._paths.get(id(package))
        if origin is None or not package.is_package:
            return None
        folder = origin if origin.is_dir() else origin.parent
        return self._load_below(folder, name)

    def _load_below(self, folder: Path, dotted: str) -> ir.Module | None:
        key = (folder, dotted)
        if key not in self._found:
            self._found[key] = _locate(folder, dotted)
        found = self._found[key]
        if found is None:
            return None
        if found.is_dir():
            return self._namespace(found)
        return self.module_at(found)

    def _namespace(self, folder: Path) -> ir.Module:
        module = self._modules.get(folder)
        if module is None:
            body = ir.Body(ir.Block(None, ()))
            module = ir.Module(None, folder.as_posix(), folder.name, is_package=True, body=body)
            self._remember(folder, module)
        return module

    def _remember(self, path: Path, module: ir.Module | None) -> None:
        self._modules[path] = module
        if module is not None:
            self._paths[id(module)] = path

    def _import_roots(self, origin: Path) -> list[Path]:
        """Where to look for an absolute import: the root of the file's package, the given roots, the folders above."""
        above = list(_folders_above(self._root_of(origin)))
        sources = [folder / "src" for folder in above if (folder / "src").is_dir()]
        return list(dict.fromkeys([self._root_of(origin), *self.roots, *above, *sources]))

    def _root_of(self, path: Path) -> Path:
        """The folder that the file's own package is imported from."""
        folder = path if path.is_dir() else path.parent
        while (folder / "__init__.py").is_file() and folder.parent != folder:
            folder = folder.parent
        inside = [root for root in self.roots if folder == root or root in folder.parents]
        # In a namespace package the nearest known root is above; otherwise the folder itself is one.
        return max(inside, key=lambda root: len(root.parts), default=folder)


def _folders_above(folder: Path) -> Iterator[Path]:
    """A folder and those above it, up to the project's root; a few where there is no project."""
    for place, each in enumerate((folder, *folder.parents)):
        if any((each / name).exists() for name in _PROJECT_MARKS):
            yield each
            return
        if place >= _MAX_FOLDERS or each.parent == each:
            return
        yield each


def module_name(path: Path, root: Path) -> tuple[str, ...]:
    """The dotted name's parts of a file below an import root."""
    parts = path.relative_to(root).with_suffix("").parts
    return parts[:-1] if parts[-1:] == ("__init__",) else parts


def _locate(folder: Path, dotted: str) -> Path | None:
    base = folder.joinpath(*dotted.split(".")) if dotted else folder
    package = base / "__init__.py"
    if package.is_file():
        return package.resolve()
    if dotted:
        file = base.parent / f"{base.name}.py"
        if file.is_file():
            return file.resolve()
    # A namespace package is a folder with modules; other folders may bear the name of a third-party package.
    if dotted and base.is_dir() and any(_holds_modules(each) for each in (base, *base.iterdir())):
        return base.resolve()
    return None


def _holds_modules(folder: Path) -> bool:
    return folder.is_dir() and any(each.suffix == ".py" for each in folder.iterdir())
