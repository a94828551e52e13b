"""What every command does first: read files, find the modules that may hold handlers, and follow the handlers in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

from wflint.domain.sites import Site
from wflint.effects import load_catalogue
from wflint.engines import Profile, load_profiles
from wflint.engines.secrets import Secrets
from wflint.errors import Contained, InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.files.folders import Folders
from wflint.files.text import SourceText, decode
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.ir.language import Language, ParsedModule
from wflint.ir.rewriting import Rewriter
from wflint.languages import LANGUAGES, language_of
from wflint.model.builder import find_workflows
from wflint.model.handler import DEFAULT_DEPLOYMENT, Deployment, Handler
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
        deployment: Where the handlers run.
        profiles: The engines to look for.
    """

    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    deployment: Deployment = DEFAULT_DEPLOYMENT
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
        self._catalogue = load_catalogue("python")
        for name, row in scope.effects.items():
            self._catalogue = self._catalogue.with_rows({name: row}, scope.effect_places.get(name, "effects"))
        self._displays = {file.real: file.display for file in files}
        self._read: dict[Path, FileRecord] = {}
        self._parsed: dict[ir.Module, tuple[FileRecord, ParsedModule]] = {}
        self._sources: dict[str, SourceText] = {}
        sdks = frozenset(name for profile in scope.profiles for name in profile.engine.imports)
        self._resolvers = {
            language: language.resolver(self._load, scope.roots, self.folders, sdks) for language in LANGUAGES
        }
        self._rewriters: dict[Language, Rewriter] = {}

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
        for number, handler in enumerate(self._found_in(modules), 1):
            self._progress("following handlers", number, None)
            yield handler

    def _found_in(self, modules: list[ir.Module]) -> Iterator[Handler]:
        """Follow the handlers in some modules, one language after the other: imports never cross."""
        scope = self.scope
        for language, resolver in self._resolvers.items():
            own = [module for module in modules if self._language(module) is language]
            yield from find_workflows(
                resolver, self._catalogue, scope.profiles, own, scope.deployment, self.failures
            )

    def _language(self, module: ir.Module) -> Language:
        return language_of(self.path_of(module))

    def modules(self, records: Iterable[FileRecord]) -> list[ir.Module]:
        """Return the modules in some files, without those that cannot be parsed."""
        found = [self._resolvers[language_of(each.path)].module_at(each.path) for each in records]
        return [module for module in found if module is not None]

    def modules_with_secrets(self) -> list[ir.Module]:
        """Return the modules of the files in which a secret may stand."""
        return self.modules(each for each in self.given.values() if self.secrets.seen_in(each.data))

    def _second_look(self, modules: list[ir.Module]) -> list[FileRecord]:
        """Files that use a registration object or function of one of the modules without naming the engine themselves."""
        objects, functions = set[str](), set[str]()
        hints = [hint for profile in self.scope.profiles for hint in profile.registration_hints]
        for module in modules:
            for name, is_object in shared_names(module, hints):
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

    def rewriter(self, module: ir.Module) -> Rewriter:
        """Return what turns what rules ask for into edits of a module."""
        language = self._language(module)
        if language not in self._rewriters:
            self._rewriters[language] = language.rewriter(lambda each: self._parsed[each][1])
        return self._rewriters[language]

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
        return self._parsed[site.module][1].span(site)

    def extent(self, site: Site) -> Span:
        """Return where the whole of something stands, a definition from its first decorator on."""
        return self._parsed[site.module][1].extent(site)

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
