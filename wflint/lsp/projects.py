"""Which files are looked at, and with which settings: those in the workspace's folders, and those that are open."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.checking.baseline import baseline_path
from wflint.files.discovery import SourceFile
from wflint.languages import EDITOR_IDS
from wflint.pipeline.plan import SubProject, make_finder, make_plan
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.config.layers import Configuration
    from wflint.config.load import Finder
    from wflint.lsp.documents import OpenFile
    from wflint.lsp.settings import ClientSettings

_SETTINGS: Final = "the editor's settings"
"""Where options stand that no file holds, as messages say it."""


@record
class WorkspaceSpec:
    """What the files depend on.

    Attributes:
        folders: The workspace's folders.
        settings: What the client sets.
        epoch: Another number whenever files may have come or gone, or configuration has changed.
    """

    folders: tuple[Path, ...]
    settings: ClientSettings
    epoch: int


@record
class Found:
    """What is looked at.

    Attributes:
        projects: The files with each configuration.
        baselines: Files with known findings.
        lasting: The files that are looked at whether they are open or not, without symbolic links.
    """

    projects: tuple[SubProject, ...]
    baselines: frozenset[Path]
    lasting: frozenset[Path]


@dataclass(slots=True)
class Projects:
    """Finds the files of a spec, and remembers them for as long as the spec stays the same."""

    _spec: WorkspaceSpec | None = None
    _finder: Finder | None = None
    _planned: tuple[SubProject, ...] = ()
    _known: frozenset[Path] = frozenset()
    """The files of these sub-projects, without symbolic links."""
    _baselines: frozenset[Path] = frozenset()
    _extra: dict[Path, SubProject | None] = field(default_factory=dict["Path", "SubProject | None"])

    def find(self, spec: WorkspaceSpec, documents: Iterable[OpenFile]) -> Found:
        """Return the files to look at; an open document counts unless its configuration leaves it out.

        Raises:
            WflintError: A configuration makes no sense, or a folder cannot be read.
        """
        finder = self._refreshed(spec)
        found, baselines = list(self._planned), set(self._baselines)
        for document in documents:
            if document.language not in EDITOR_IDS or document.path in self._known:
                continue
            if document.path not in self._extra:
                self._extra[document.path] = _alone(document.path, finder)
            extra = self._extra[document.path]
            if extra is not None:
                _join(found, extra)
                baselines |= _baselines([extra.configuration])
        return Found(tuple(found), frozenset(baselines), self._known)

    def _refreshed(self, spec: WorkspaceSpec) -> Finder:
        if self._finder is not None and spec == self._spec:
            return self._finder
        self._spec = None
        self._extra.clear()
        settings = spec.settings
        config = (settings.configuration_file,) if settings.configuration_file else ()
        self._finder = make_finder(Path.cwd(), config, settings.options, isolated=False, giver=_SETTINGS)
        existing = [folder for folder in spec.folders if folder.is_dir()]
        self._planned = _planned(existing, self._finder, force_exclude=False) if existing else ()
        self._known = frozenset(file.real for each in self._planned for file in each.files)
        self._baselines = _baselines(map(self._finder.configuration, existing))
        self._spec = spec
        return self._finder


def _baselines(configurations: Iterable[Configuration]) -> frozenset[Path]:
    return frozenset(path for each in configurations if (path := baseline_path(each)) is not None)


def _planned(paths: Sequence[Path], finder: Finder, *, force_exclude: bool) -> tuple[SubProject, ...]:
    plan = make_plan(paths, finder, force_exclude=force_exclude, respect_gitignore=True)
    return tuple(each for each in plan.projects if each.files)


def _alone(path: Path, finder: Finder) -> SubProject | None:
    """Return the sub-project of a file that no folder holds; `None` for one that is left out."""
    if path.exists():
        planned = _planned([path], finder, force_exclude=True)
        return planned[0] if planned else None
    cwd = finder.cwd
    display = (path.relative_to(cwd) if path.is_relative_to(cwd) else path).as_posix()
    return SubProject(
        finder.configuration(path.parent), (SourceFile(path, display, explicit=True, real=path),)
    )


def _join(projects: list[SubProject], extra: SubProject) -> None:
    for place, each in enumerate(projects):
        if each.configuration.file == extra.configuration.file:
            files = sorted((*each.files, *extra.files), key=lambda file: file.display)
            projects[place] = replace(each, files=tuple(files))
            return
    projects.append(extra)
