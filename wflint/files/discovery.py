"""Which files a run looks at: paths that the user named, folders walked, patterns and `.gitignore` obeyed."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.errors import SourceError, UsageError
from wflint.files.exclusion import DEFAULT_EXCLUDE, Exclusion
from wflint.files.gitignore import GitRules, exists, join, rules_above
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class SourceFile:
    """A file to look at; its paths are made when somebody asks, since a run over thousands of files asks for few.

    Attributes:
        place: Where it is, absolute, with slashes.
        display: The path as it is shown to the user: below the working directory relative to it, with slashes.
        explicit: Whether the user named the file itself.
        real_place: Where it is without symbolic links.
        is_with_all: Whether all code of its project is looked at with it, so that its imports lead nowhere else.
    """

    __slots__ = ("_path", "_real", "display", "explicit", "is_with_all", "place", "real_place")

    def __init__(
        self, path: Path | str, display: str, *, explicit: bool, real: Path | str, is_with_all: bool = False
    ) -> None:
        self.place = path if isinstance(path, str) else path.as_posix()
        self.display = display
        self.explicit = explicit
        self.real_place = real if isinstance(real, str) else real.as_posix()
        self.is_with_all = is_with_all
        self._path: Path | None = None
        self._real: Path | None = None

    @property
    def path(self) -> Path:
        """Return where it is, absolute."""
        if self._path is None:
            self._path = Path(self.place)
        return self._path

    @property
    def real(self) -> Path:
        """Return where it is without symbolic links."""
        if self._real is None:
            self._real = self.path if self.real_place == self.place else Path(self.real_place)
        return self._real

    def apart(self) -> SourceFile:
        """Return the same file, whose imports may lead elsewhere."""
        return SourceFile(self.place, self.display, explicit=self.explicit, real=self.real_place)

    def _key(self) -> tuple[object, ...]:
        return self.place, self.display, self.explicit, self.real_place, self.is_with_all

    def __eq__(self, other: object) -> bool:
        return self._key() == other._key() if isinstance(other, SourceFile) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"SourceFile({self.place!r}, {self.display!r})"


@dataclass(slots=True, eq=False)
class _Walk:
    """One discovery: its options, and what it has found so far. Paths are absolute, with slashes on every system.

    Attributes:
        suffixes: What the names of files end with.
        exclude: What is left out.
        respect_gitignore: Whether `.gitignore` files count.
        project_marks: Names of which the folder of a project holds one.
        found: Files by their real path.
        links: Symbolic links to files, which count only where the file itself is not found.
        listed: The names in the folders that were looked into.
    """

    suffixes: tuple[str, ...]
    exclude: Exclusion
    respect_gitignore: bool
    project_marks: Sequence[str]
    found: dict[str, SourceFile] = field(default_factory=dict[str, SourceFile])
    links: list[SourceFile] = field(default_factory=list[SourceFile])
    listed: dict[str, frozenset[str]] = field(default_factory=dict[str, "frozenset[str]"])


@record
class _Folder:
    """A folder that is still to be looked into.

    Attributes:
        path: Where it is.
        real: The same without symbolic links.
        display: The path as it is shown to the user, empty for the working directory.
        base: Folder that the configuration's patterns are relative to here.
        rules: What git ignores in the folder above.
        is_whole: Whether no project begins above the folder that the user named.
    """

    path: str
    real: str
    display: str
    base: str
    rules: GitRules
    is_whole: bool


def discover(
    paths: Iterable[Path],
    *,
    suffixes: tuple[str, ...],
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    extend_exclude: Sequence[str] = (),
    force_exclude: bool = False,
    respect_gitignore: bool = True,
    project_marks: Sequence[str] = (),
    cwd: Path,
    root: Path | None = None,
    listed: dict[str, frozenset[str]] | None = None,
) -> list[SourceFile]:
    """Find the files to look at.

    A path that the user names is taken even if a pattern excludes it: a file whatever its suffix, of a folder the
    files with one of the suffixes that nothing below it excludes. Symbolic links to folders and virtual environments are not entered.

    Args:
        paths: Files and folders that the user names.
        suffixes: What the names of the files in folders end with.
        exclude: Patterns of files and folders to leave out, written as in a `.gitignore`.
        extend_exclude: More of them.
        force_exclude: Whether patterns hold for the named paths as well, as a pre-commit hook needs it.
        respect_gitignore: Whether to leave out what git ignores.
        project_marks: Names of which the folder of a project holds one; without them, no folder is known to be a whole one.
        cwd: The working directory, absolute.
        root: The folder that the patterns are relative to, absolute; the working directory if `None`. In a named
            folder outside of it they are relative to that folder.
        listed: Takes the names in all folders that were looked into, by their absolute paths.

    Returns:
        The files sorted by the path that is shown, each once.

    Raises:
        UsageError: A path does not exist.
        SourceError: A folder cannot be read.
    """
    walk = _Walk(
        suffixes=suffixes,
        exclude=Exclusion.of([*exclude, *extend_exclude], _slashed(root or cwd), project_marks),
        respect_gitignore=respect_gitignore,
        project_marks=project_marks,
        listed=listed if listed is not None else {},
    )
    folders: list[_Folder] = []
    for given in paths:
        path = _slashed(cwd / given)
        if not exists(path):
            _refuse_hidden(given, path)
            raise UsageError(f"{given}: no such file or folder; check the spelling and the working directory")
        if force_exclude and _is_excluded(walk, path):
            continue
        display = _display(path, given, _slashed(cwd))
        if Path(path).is_dir():
            folders.append(_named_folder(walk, path, display))
        else:
            real = _real(path)
            walk.found.setdefault(real, SourceFile(path, display, explicit=True, real=real))
    for folder in folders:
        _walk_folder(walk, folder)
    for link in sorted(walk.links, key=lambda file: file.display):
        walk.found.setdefault(link.real_place, link)
    return sorted(walk.found.values(), key=lambda file: file.display)


def is_excluded(
    path: Path,
    *,
    exclude: Sequence[str] = DEFAULT_EXCLUDE,
    extend_exclude: Sequence[str] = (),
    respect_gitignore: bool = True,
    project_marks: Sequence[str] = (),
    root: Path,
) -> bool:
    """Return whether patterns exclude a file, which need not exist; the arguments are those of `discover`."""
    excluded = Exclusion.of([*exclude, *extend_exclude], _slashed(root), project_marks)
    return _is_excluded(_Walk((), excluded, respect_gitignore, project_marks), _slashed(path))


def _refuse_hidden(given: Path, path: str) -> None:
    """Say so where a path may exist, but nobody may look."""
    try:
        os.stat(path)  # noqa: PTH116 - paths are text here
    except FileNotFoundError:
        pass
    except OSError as error:
        raise SourceError(str(given), f"cannot be read: {error.strerror or error}") from error


def _slashed(path: Path) -> str:
    return Path(os.path.normpath(path)).as_posix()


def _real(path: str) -> str:
    return Path(os.path.realpath(path)).as_posix()


def _display(path: str, given: Path, cwd: str) -> str:
    if path == cwd:
        return ""
    prefix = join(cwd, "")
    return path.removeprefix(prefix) if path.startswith(prefix) else _slashed(given)


def _is_excluded(walk: _Walk, path: str) -> bool:
    """Return whether patterns exclude a named path or a folder above it."""
    is_dir = Path(path).is_dir()
    if walk.respect_gitignore and rules_above(path, is_dir=is_dir) is None:
        return True
    return walk.exclude.matches(path, is_dir=is_dir)


def _named_folder(walk: _Walk, path: str, display: str) -> _Folder:
    """Return where a walk starts: patterns that exclude the named folder itself do not hold below it."""
    root = walk.exclude.root
    below_root = path.startswith(join(root, ""))
    base = root if below_root and not walk.exclude.matches(path, is_dir=True) else path
    rules = rules_above(path, is_dir=True) if walk.respect_gitignore else None
    is_whole = bool(walk.project_marks) and _is_whole(path, walk.project_marks)
    return _Folder(path, _real(path), display, base, rules or GitRules(), is_whole)


def _is_whole(folder: str, project_marks: Sequence[str]) -> bool:
    """Return whether no code of a folder's project lies elsewhere: it is a repository, or no project begins above it."""
    if exists(join(folder, ".git")):
        return True
    above = map(str, Path(folder).parents)
    return not any(exists(join(each, mark)) for each in above for mark in project_marks)


def _walk_folder(walk: _Walk, top: _Folder) -> None:
    pending = [top]
    while pending:
        folder = pending.pop()
        entries = _entries(folder)
        names = frozenset([entry.name for entry in entries])
        if folder is not top and "pyvenv.cfg" in names:
            continue
        walk.listed[folder.path] = names
        pending.extend(_look_into(walk, folder, entries, names))


def _look_into(
    walk: _Walk, folder: _Folder, entries: Iterable[os.DirEntry[str]], names: frozenset[str]
) -> list[_Folder]:
    """Add the folder's files to what is found, and return the folders in it that are to be entered."""
    base = folder.path if folder.path == walk.exclude.root else folder.base
    prefix = len(join(base, ""))
    rules = folder.rules.enter(folder.path, names) if walk.respect_gitignore else folder.rules
    path_here, real_here, shown_here = (join(each, "") for each in (folder.path, folder.real, folder.display))
    inner: list[_Folder] = []
    for entry in entries:
        name = entry.name
        is_dir = entry.is_dir(follow_symlinks=False)
        if not is_dir and not (name.endswith(walk.suffixes) and _is_file(entry)):
            continue
        path = path_here + name
        is_left_out = walk.exclude.leaves_out(path[prefix:], folder.path, is_dir=is_dir, names=names)
        if is_left_out or rules.ignore(path, is_dir=is_dir):
            continue
        real, display = real_here + name, shown_here + name
        if is_dir:
            inner.append(_Folder(path, real, display, base, rules, folder.is_whole))
        elif entry.is_symlink():
            walk.links.append(SourceFile(path, display, explicit=False, real=_real(path)))
        elif real not in walk.found:
            walk.found[real] = SourceFile(
                path, display, explicit=False, real=real, is_with_all=folder.is_whole
            )
    return inner


def _is_file(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_file()
    except OSError:  # a link that leads to itself
        return False


def _entries(folder: _Folder) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder.path) as entries:
            return list(entries)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}; exclude it or change its permissions"
        raise SourceError(folder.display or ".", reason) from error
