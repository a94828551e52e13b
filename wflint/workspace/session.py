"""What every command does first: read files, find the modules that may hold handlers, and follow the handlers in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wflint.domain.taint import Site
from wflint.effects import load_catalogue
from wflint.engines import Profile, load_profiles
from wflint.engines.secrets import Secrets
from wflint.errors import Contained, InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.files.folders import Folders
from wflint.files.text import SourceText, decode
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.languages.python.parse import ParsedModule
from wflint.languages.python.resolver import Project
from wflint.languages.python.rewriting import PythonRewriter
from wflint.model.builder import find_workflows
from wflint.model.handler import Handler
from wflint.model.parts import DEFAULTS, Settings
from wflint.workspace.files import FileRecord, Workspace
from wflint.workspace.shared_names import shared_names

Progress = Callable[[str, int, "int | None"], None]
"""Hears of a long run's progress: what is being done, how much of it is done, and how much there is, if known."""


def no_progress(_doing: str, _done: int, _total: int | None) -> None:
    """Progress that nobody looks at."""


@dataclass(frozen=True, slots=True)
class Scope:
    """What the user says about the code and where it runs.

    Attributes:
        roots: Folders from which first-party modules are imported, beside those that the files imply.
        effects: Rows of the user's own, by qualified name or prefix.
        effect_places: Where these rows stand, for messages.
        settings: Where the handlers run.
        profiles: The engines to look for.
    """

    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    settings: Settings = DEFAULTS
    profiles: tuple[Profile, ...] = field(default_factory=load_profiles)


class Session:
    """One run over some files: what has been read and parsed so far.

    Attributes:
        files: The files that are looked at; modules that they import are read where needed.
        scope: What the user says about the code.
        given: The records of those that could be read.
        errors: Files that could not be read.
        failures: Internal errors that ended the reading of a file or the following of a handler.
        folders: What is in the folders of the files and above.
        secrets: Recognises secrets, and remembers where some were found.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        scope: Scope,
        *,
        workspace: Workspace | None = None,
        buffers: Mapping[Path, bytes] | None = None,
        progress: Progress = no_progress,
    ) -> None:
        """Get ready; nothing is read before it is asked for.

        Args:
            files: The files that are looked at.
            scope: What the user says about the code.
            workspace: What earlier runs have read and parsed.
            buffers: Contents that stand for those on disk, by absolute path.
            progress: Hears of a long run's progress.

        Raises:
            DataError: A row of the user's effects is not well formed.
        """
        self.files = files
        self.scope = scope
        self.secrets = Secrets(scope.profiles)
        self.folders = Folders()
        self.given: dict[Path, FileRecord] = {}
        self.errors: list[SourceError] = []
        self.failures: list[InternalError] = []
        self._workspace = workspace if workspace is not None else Workspace()
        self._buffers = buffers or {}
        self._progress = progress
        self._catalogue = load_catalogue()
        for name, row in scope.effects.items():
            self._catalogue = self._catalogue.with_rows({name: row}, scope.effect_places.get(name, "effects"))
        self._displays = {file.real: file.display for file in files}
        self._read: dict[Path, FileRecord] = {}
        self._parsed: dict[ir.Module, tuple[FileRecord, ParsedModule]] = {}
        self._sources: dict[str, SourceText] = {}
        sdks = frozenset(name for profile in scope.profiles for name in profile.engine.imports)
        self._project = Project(self._load, scope.roots, self.folders, sdks)

    # --- files ---

    @cached_property
    def candidates(self) -> list[FileRecord]:
        """The files that may hold handlers, judged by their bytes; reads all files."""
        words = sorted({word for profile in self.scope.profiles for word in profile.words})
        of_an_engine = re.compile("|".join(map(re.escape, words)).encode())
        for file in self.files:
            record = self._record(file.real, file.display)
            if record is not None:
                self.given[file.real] = record
        return [record for record in self.given.values() if record.mentions(of_an_engine)]

    @property
    def read(self) -> tuple[FileRecord, ...]:
        """The files that were parsed so far, or could not be."""
        return tuple(self._read.values())

    def _content(self, path: Path) -> bytes:
        return self._buffers[path] if path in self._buffers else self._workspace.content(path)

    def _record(self, path: Path, display: str) -> FileRecord | None:
        """What is known of a file; `None` where it cannot be read."""
        try:
            return self._workspace.record(path, display, self._content(path))
        except OSError as error:
            self.errors.append(SourceError(display, error.strerror or str(error)))
            return None

    def _load(self, path: Path, name: str, is_package: bool) -> ir.Module | None:  # noqa: FBT001 - a callback
        display = self._displays.get(path) or _display(path)
        record = self.given.get(path) or self._record(path, display)
        if record is None:
            return None
        self._read[path] = record
        parsed = None
        with Contained(self.failures, "read the code", path=display):
            parsed = record.parse(name, is_package=is_package)
        if parsed is None:
            return None
        self._parsed[parsed.module] = record, parsed
        self._sources[display] = parsed.source
        return parsed.module

    # --- modules and handlers ---

    @cached_property
    def handlers(self) -> tuple[Handler, ...]:
        """The handlers in the files, then the workflow helpers in them that no handler reaches."""
        return tuple(self._handlers())

    def _handlers(self) -> Iterator[Handler]:
        modules: list[ir.Module] = []
        for number, record in enumerate(self.candidates):
            self._progress("reading files", number, len(self.candidates))
            modules += self.modules([record])
        modules += self.modules(self._second_look(modules))
        self._progress("following handlers", 0, None)
        scope = self.scope
        found = find_workflows(
            self._project, self._catalogue, scope.profiles, modules, scope.settings, self.failures
        )
        for number, handler in enumerate(found, 1):
            self._progress("following handlers", number, None)
            yield handler

    def modules(self, records: Iterable[FileRecord]) -> list[ir.Module]:
        """Return the modules in some files, without those that cannot be parsed."""
        found = [self._project.module_at(record.path) for record in records]
        return [module for module in found if module is not None]

    def modules_with_secrets(self) -> list[ir.Module]:
        """Return the modules of the files in which a secret may stand."""
        return self.modules(each for each in self.given.values() if self.secrets.seen_in(each.data))

    def _second_look(self, modules: list[ir.Module]) -> list[FileRecord]:
        """Files that use a registration object or function of one of the modules without naming the engine themselves."""
        objects, functions = set[str](), set[str]()
        marks = [mark for profile in self.scope.profiles for mark in profile.registration_marks]
        for module in modules:
            for name, is_object in shared_names(module, marks):
                (objects if is_object else functions).add(name)
        wanted: list[tuple[re.Pattern[bytes], ...]] = [(_any_of(functions),)] if functions else []
        if objects:
            handlers = (each for profile in self.scope.profiles for each in profile.handler)
            wanted.append((_any_of(objects), _any_of(each.pattern.rpartition(".")[2] for each in handlers)))
        known = {record.path for record in self.candidates}
        return [
            record
            for path, record in self.given.items()
            if path not in known and any(all(map(record.mentions, each)) for each in wanted)
        ]

    # --- places and texts ---

    @cached_property
    def rewriter(self) -> PythonRewriter:
        """Turns what rules ask for into edits."""
        return PythonRewriter(lambda module: self._parsed[module][1])

    def path_of(self, module: ir.Module) -> Path:
        """Return where the file of a module is."""
        return self._parsed[module][0].path

    def source_of(self, module: ir.Module) -> SourceText:
        """Return the text of a module."""
        return self._parsed[module][1].source

    def span(self, site: Site | Span) -> Span:
        """Return where something stands."""
        if isinstance(site, Span):
            return site
        _, parsed = self._parsed[site.module]
        start, end = parsed.locator.offsets(site.node.handle, site.outermost)
        return Span(parsed.source.path, start, end)

    def extent(self, site: Site) -> Span:
        """Return where the whole of something stands, a definition from its first decorator on."""
        _, parsed = self._parsed[site.module]
        start, end = parsed.locator.extent(site.node.handle, site.outermost)
        return Span(parsed.source.path, start, end)

    @property
    def sources(self) -> Mapping[str, SourceText]:
        """The texts that findings may point into, by the paths that are shown."""
        return self._sources

    def add_source(self, source: SourceText) -> None:
        """Take a text that findings point into, of a file that holds no module."""
        self._sources[source.path] = source

    def shown(self, paths: Iterable[str]) -> Mapping[str, SourceText]:
        """Return all sources, of which those with the given paths keep their secrets to themselves."""
        hiding = set(paths)
        return {
            path: self.secrets.hidden_in(source) if path in hiding else source
            for path, source in self._sources.items()
        }

    def env_source(self, path: Path) -> SourceText | None:
        """Return the text of an environment file; they need not be ours, so one that cannot be read says nothing."""
        try:
            source = decode(self._content(path.resolve()), _display(path))
        except (OSError, SourceError):
            return None
        self._sources[source.path] = source
        return source


def _any_of(names: Iterable[str]) -> re.Pattern[bytes]:
    """A pattern that finds one of some words."""
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(set(names))))})\b".encode())


def _display(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
