"""Which files a run checks, and with which settings each.

Files are grouped by their nearest configuration: every group is a sub-project that is checked by itself, and the
reports are merged. Options of the whole run come from the folder that holds all given paths.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.config.layers import STARTS_ANEW, Configuration, Origin, inline_layer, layer
from wflint.config.load import Finder
from wflint.config.variables import variable_of
from wflint.errors import UsageError
from wflint.files.discovery import SourceFile, discover, is_excluded
from wflint.files.display import display_path
from wflint.files.patterns import FolderPatterns
from wflint.files.reading import real_path
from wflint.languages import PROJECT_MARKS, SUFFIXES
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping, Sequence

    from wflint.checking.options import CheckOptions

_NAMING: Final = frozenset(
    {
        "select",
        "extend-select",
        "ignore",
        "fixable",
        "unfixable",
        "extend-safe-fixes",
        "levels",
        "per-file-ignores",
        "src",
        "engines",
        "effects",
        "handlers",
        "steps",
    }
)
"""Options whose values are looked up among rules, engines, calls or folders."""


@dataclass(frozen=True)
class SubProject:
    """Files with the same configuration, sorted by the path that is shown."""

    configuration: Configuration
    files: tuple[SourceFile, ...]

    @cached_property
    def options(self) -> CheckOptions:
        """Return what its check is asked for.

        Raises:
            UsageError: A rule is unknown.
            DataError: A folder of `src` does not exist, an engine is unknown, or a row of `handlers` or `steps` makes no
                sense.
        """
        # It brings the rules along, and with them all that reasons about code.
        from wflint.pipeline.options import options_of

        return options_of(self.configuration)


@record
class Plan:
    """What a run does.

    Attributes:
        whole: The configuration that decides what concerns the whole run, such as the output format.
        projects: What is checked, at least one sub-project.
        given: The files and folders that were named, absolute.
        folder: The folder that holds them all.
    """

    whole: Configuration
    projects: tuple[SubProject, ...]
    given: tuple[Path, ...]
    folder: Path

    @property
    def names_anything(self) -> bool:
        """Return whether a configuration names what may not exist, such as a rule, which is then to be told."""
        return any(path[0] in _NAMING for each in self.projects for path in each.configuration.origins)

    @property
    def has_files(self) -> bool:
        """Return whether there is any file."""
        return any(each.files for each in self.projects)

    @property
    def files(self) -> list[SourceFile]:
        """Return all files, sorted by the path that is shown."""
        return sorted((file for each in self.projects for file in each.files), key=lambda file: file.display)

    @property
    def warnings(self) -> tuple[str, ...]:
        """Return what is asked for and has no effect.

        Raises:
            UsageError: A rule is unknown.
        """
        if not self.names_anything:
            return ()
        from wflint.pipeline.selecting import selected

        found = (text for each in self.projects for text in selected(each.configuration).warnings)
        return tuple(dict.fromkeys(found))


def make_finder(
    cwd: Path,
    config: Iterable[str],
    given: Mapping[str, object],
    *,
    isolated: bool,
    variables: Container[str] = (),
    giver: str | None = None,
) -> Finder:
    """Return what finds configuration as whoever has started wflint asks for it.

    Args:
        cwd: The working directory, absolute.
        config: The values of `--config`, each a file or an option in TOML.
        given: Options that are given by name, in the order of their definition.
        isolated: Whether to read no configuration file.
        variables: Which of these options are given by environment variables.
        giver: Where these options stand, as messages name it, if not on the command line.

    Raises:
        UsageError: A value of `--config` is neither a file nor TOML, or there are too many files.
        DataError: An option is unknown, or a value has the wrong type.
    """
    files = [each for each in config if (cwd / each).is_file()]
    if files and isolated:
        raise UsageError(
            "--isolated reads no configuration file; leave out --config, or give it options only"
        )
    if len(files) > 1:
        raise UsageError(f"--config: {', '.join(files)}: there can be one file only; it can extend others")
    for each in config:
        if each not in files and "=" not in each:
            raise UsageError(f'--config: there is no file `{each}`; options are written "key = value"')
    inline = [inline_layer(each, cwd) for each in config if each not in files]
    # One `select` among them must not take back another's `ignore`.
    inline.sort(key=lambda each: STARTS_ANEW.isdisjoint(each.values))
    # The command line is nearer than the environment.
    farther_first = sorted(given.items(), key=lambda each: each[0] not in variables)
    named = [
        layer({key: value}, Origin(giver or (variable_of(key) if key in variables else f"--{key}"), cwd))
        for key, value in farther_first
    ]
    fixed = Path(os.path.normpath(cwd / files[0])) if files else None
    return Finder(cwd, fixed, isolated=isolated, nearer=(*inline, *named))


def make_plan(paths: Sequence[Path], finder: Finder, *, force_exclude: bool, respect_gitignore: bool) -> Plan:
    """Find the files and the configuration of each.

    A folder is walked with the `exclude` of its own configuration; sub-projects in it may leave out more.

    Raises:
        UsageError: A path does not exist.
        SourceError: A folder or a configuration file cannot be read.
        DataError: A configuration file is not well formed.
    """
    given = list(paths) or [Path()]
    absolute = tuple(Path(os.path.normpath(finder.cwd / path)) for path in given)
    folders = [path if path.is_dir() else path.parent for path in absolute]
    common = _common(folders, finder.cwd)
    whole = finder.configuration(common)
    walks: dict[Path | None, tuple[Configuration, list[Path]]] = {}
    for path, folder in zip(given, folders, strict=True):
        configuration = finder.configuration(folder)
        walks.setdefault(configuration.file, (configuration, []))[1].append(path)
    found: dict[str, tuple[SourceFile, Configuration]] = {}
    for configuration, below in walks.values():
        for file in discover(
            below,
            suffixes=SUFFIXES,
            extend_exclude=configuration.settings.exclude,
            force_exclude=force_exclude,
            respect_gitignore=respect_gitignore,
            project_marks=PROJECT_MARKS,
            cwd=finder.cwd,
            root=configuration.folder("exclude"),
            listed=finder.listed,
        ):
            if file.real_place not in found or file.explicit:
                found[file.real_place] = file, configuration
    projects = _by_configuration(found.values(), whole, finder, force_exclude=force_exclude)
    return Plan(whole, projects, absolute, common)


def plan_of_one(
    path: Path, finder: Finder, *, force_exclude: bool = False, respect_gitignore: bool = True
) -> Plan:
    """Return what to do with one file, which need not exist; nothing where it is excluded."""
    absolute = Path(os.path.normpath(finder.cwd / path))
    configuration = finder.configuration(absolute.parent)
    is_left_out = force_exclude and is_excluded(
        absolute,
        extend_exclude=configuration.settings.exclude,
        respect_gitignore=respect_gitignore,
        project_marks=PROJECT_MARKS,
        root=configuration.folder("exclude") or finder.cwd,
    )
    file = SourceFile(absolute, display_path(absolute), explicit=True, real=real_path(absolute))
    project = SubProject(configuration, () if is_left_out else (file,))
    return Plan(configuration, (project,), (absolute,), absolute.parent)


def _by_configuration(
    files: Iterable[tuple[SourceFile, Configuration]],
    whole: Configuration,
    finder: Finder,
    *,
    force_exclude: bool,
) -> tuple[SubProject, ...]:
    """Group files, which come with the configuration whose `exclude` they have been found with, by their own one."""
    groups: dict[Path | None, tuple[Configuration, FolderPatterns | None, list[SourceFile]]] = {}
    configurations: dict[str, Configuration] = {}
    for file, walked_with in sorted(files, key=lambda each: each[0].display):
        folder = os.path.dirname(file.place)  # noqa: PTH120 - a path for each file takes as long as all the rest
        if folder not in configurations:
            configurations[folder] = finder.configuration(Path(folder))
        own = configurations[folder]
        if own.file not in groups:
            groups[own.file] = own, _exclude(own), []
        _, exclude, members = groups[own.file]
        # A named folder is walked even where its own configuration leaves it out.
        is_decided = own.file == walked_with.file or (file.explicit and not force_exclude)
        if is_decided or exclude is None or not exclude.match(file.path):
            members.append(file)
    projects = [SubProject(own, tuple(members)) for own, _, members in groups.values() if members]
    return tuple(map(_apart, projects) if len(projects) > 1 else projects) or (SubProject(whole, ()),)


def _apart(project: SubProject) -> SubProject:
    """Return a sub-project that may import code of another one, which is not looked at with it."""
    return replace(project, files=tuple(file.apart() for file in project.files))


def _exclude(configuration: Configuration) -> FolderPatterns | None:
    folder = configuration.folder("exclude")
    return FolderPatterns.of(folder, configuration.settings.exclude) if folder else None


def _common(folders: Sequence[Path], cwd: Path) -> Path:
    """Return the folder that holds all folders; the working directory where none does, as on several drives."""
    above = (folders[0], *folders[0].parents)
    return next((each for each in above if all(folder.is_relative_to(each) for folder in folders)), cwd)
