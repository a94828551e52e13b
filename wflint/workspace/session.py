"""What every command does first: read files, find the modules that may hold handlers, and follow the handlers in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from wflint.domain.sites import Site
from wflint.effects import Catalogue
from wflint.engines.secrets import Secrets
from wflint.errors import InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.files.display import display_path
from wflint.files.folders import Folders
from wflint.files.text import SourceText, decode
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.ir.language import Language, SourceResolver
from wflint.ir.rewriting import Rewriter
from wflint.languages import LANGUAGES, language_of
from wflint.model.builder import find_workflows
from wflint.model.handler import Handler
from wflint.workspace.followed import Followed, RecordingResolver, in_order
from wflint.workspace.line_length import line_length
from wflint.workspace.loading import Loaded, Loader
from wflint.workspace.optional_packages import optional_packages
from wflint.workspace.outside import Outside
from wflint.workspace.progress import Progress, no_progress
from wflint.workspace.record import FileRecord
from wflint.workspace.roots import Roots
from wflint.workspace.scope import Scope
from wflint.workspace.second_look import modules_with_shared
from wflint.workspace.shared_names import any_of
from wflint.workspace.workspace import Workspace


class Session:
    """One run over some files: what has been read and parsed so far.

    Attributes:
        files: The files that are looked at; modules that they import are read where needed.
        scope: What the user says about the code.
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
        roots: Roots | None = None,
        folders: Folders | None = None,
    ) -> None:
        """Get ready; nothing is read before it is asked for.

        Args:
            files: The files that are looked at.
            scope: What the user says about the code.
            workspace: What earlier runs have kept.
            buffers: Contents that stand for those on disk, by absolute path.
            progress: Hears of a long run's progress.
            roots: Which of the files may hold handlers, where a run over more files has found that out.
            folders: What answers questions about folders, where it shares their listings with other runs.

        Raises:
            DataError: A row of the user's effects is not well formed.
        """
        self.files = files
        self._known_roots = roots
        self.scope = scope
        self.secrets = Secrets(scope.profiles)
        self.folders = folders if folders is not None else Folders()
        self._workspace = workspace if workspace is not None else Workspace()
        self._loader = Loader(files, self._workspace.files, buffers or {})
        self._progress = progress
        self._sdks = frozenset(name for profile in scope.profiles for name in profile.engine.imports)
        self._resolvers = self._resolvers_with(self._loader)
        looking = Loader(files, self._workspace.files, buffers or {})
        self._outside = Outside(looking, self._resolvers_with(looking))
        self._catalogues = {language: scope.catalogue(language.effects) for language in LANGUAGES}
        self._rewriters: dict[Language, Rewriter] = {}
        self._line_lengths: dict[Path, int | None] = {}
        self._followed: Sequence[Followed] = ()
        self._other_sources: dict[str, SourceText] = {}

    def _resolvers_with(self, loader: Loader) -> dict[Language, SourceResolver]:
        return {
            language: language.resolver(loader.load, self.scope.roots, self.folders, self._sdks)
            for language in LANGUAGES
        }

    # --- files ---

    @cached_property
    def candidates(self) -> list[FileRecord]:
        """Return the files that may hold handlers, judged by their bytes; reads all files."""
        self._loader.read_given()
        if self._known_roots is not None:
            return self._given_at(self._known_roots.candidates)
        return [record for record in self.given.values() if record.mentions(self._engine_words)]

    @cached_property
    def _engine_words(self) -> tuple[bytes, ...]:
        """Return words of which a file that names an engine holds one, none of them within another."""
        words = {word.encode() for profile in self.scope.profiles for word in profile.words}
        return tuple(sorted(word for word in words if not any(each in word for each in words - {word})))

    @property
    def given(self) -> Mapping[Path, FileRecord]:
        """Return the files that are looked at, as far as they could be read."""
        return self._loader.given

    @property
    def read(self) -> Iterator[FileRecord]:
        """Return the files that were parsed so far, or could not be."""
        yield from self._loader.read.values()
        for each in self._followed:
            yield from (each.loaded[module].record for module in each.linked if module in each.loaded)

    @property
    def contents(self) -> Mapping[Path, bytes | None]:
        """Return what was read of files; `None` for those that cannot be read."""
        return {**self.folders.contents, **self._outside.loader.contents, **self._loader.contents}

    @property
    def looked_at(self) -> Iterator[FileRecord]:
        """Return the files that were not given, and were only looked at for what they offer."""
        return self._outside.found

    @property
    def errors(self) -> tuple[SourceError, ...]:
        """Files that could not be read."""
        return tuple(self._loader.errors)

    @property
    def failures(self) -> tuple[InternalError, ...]:
        """Internal errors that ended the reading of a file or the following of a handler."""
        followed = (failure for each in self._followed for failure in each.failures)
        return (*self._loader.failures, *self._outside.loader.failures, *followed)

    # --- modules and handlers ---

    @cached_property
    def roots(self) -> Roots:
        """Return which of the files may hold handlers."""
        if self._known_roots is not None:
            return self._known_roots
        modules: list[ir.Module] = []
        for number, record in enumerate(self.candidates):
            self._progress("reading files", number, len(self.candidates))
            modules += self.modules([record])
        users = self._second_look(modules)
        return Roots(tuple(each.path for each in self.candidates), tuple(map(self.path_of, users)))

    def _given_at(self, paths: Iterable[Path]) -> list[FileRecord]:
        return [self.given[path] for path in paths if path in self.given]

    @cached_property
    def handlers(self) -> tuple[Handler, ...]:
        """Return the handlers in the files, then the workflow helpers in them that no handler reaches."""
        users = self.roots.users
        modules = self.modules([*self.candidates, *self._given_at(users)])
        self._progress("following handlers", 0, None)
        key = self.scope, frozenset(self.given)
        before = self._workspace.followed(*key)
        changes = {each.folders: each.folders.changes(self.folders) for each in before}
        groups = [group for each in before for group in each.groups()]
        known = [each for each in groups if each.holds(modules, changes[each.folders], self._loader.is_as_in)]
        self._followed = self._follow(modules, known)
        for each in self._followed:
            each.loader.read_as(self._loader)
        self._workspace.keep_followed(*key, self._followed)
        return tuple(in_order(self._followed, modules, lambda module: self.path_of(module) in self.given))

    def _follow(self, modules: list[ir.Module], known: list[Followed]) -> list[Followed]:
        """Follow the handlers of all modules but those of groups that are known already."""
        while True:
            done = frozenset[ir.Module]().union(*(each.linked for each in known))
            left = [module for module in modules if module not in done]
            if not left:
                return known
            # Imports never cross from one language to another.
            followed = [self._follow_anew(language, own) for language, own in self._by_language(left).items()]
            # An import that is new may link a group with what has changed.
            reached = {module for each in followed for module in each.resolver.neighbors}
            apart = [each for each in known if reached.isdisjoint(each.linked)]
            if len(apart) == len(known):
                return [*known, *followed]
            known = apart

    def _by_language(self, modules: list[ir.Module]) -> dict[Language, list[ir.Module]]:
        found: dict[Language, list[ir.Module]] = {}
        for module in modules:
            found.setdefault(language_of(self.path_of(module)), []).append(module)
        return found

    def _follow_anew(self, language: Language, modules: list[ir.Module]) -> Followed:
        failures: list[InternalError] = []
        resolver = RecordingResolver(self._resolvers[language])
        scope = self.scope
        profiles = tuple(each for each in scope.profiles if each.engine.language == language.name)
        catalogue = self._catalogues[language]
        found = find_workflows(resolver, catalogue, profiles, modules, scope.deployment, failures)
        handlers: list[Handler] = []
        for number, handler in enumerate(found, 1):
            self._progress("following handlers", number, None)
            handlers.append(handler)
        return Followed(
            tuple(modules), tuple(handlers), tuple(failures), resolver, self._loader, self.folders
        )

    def modules(self, records: Iterable[FileRecord]) -> list[ir.Module]:
        """Return the modules in some files, without those that cannot be parsed."""
        found = [self._resolvers[language_of(each.path)].module_at(each.path) for each in records]
        return [module for module in found if module is not None]

    def imported_files(self, record: FileRecord) -> Iterator[Path]:
        """Yield the first-party files that the imports of a file may mean, as its text shows them."""
        resolver = self._resolvers[language_of(record.path)]
        for line in record.imports:
            yield from resolver.files(line, record.path)

    def record_of(self, path: Path) -> FileRecord | None:
        """Return a file that is looked at, or another one that is only read; `None` where that is not possible."""
        return self.given.get(path) or self._outside.loader.record(path)

    def modules_with_secrets(self) -> list[ir.Module]:
        """Return the modules of the files in which a secret may stand."""
        return self.modules(each for each in self.given.values() if self.secrets.seen_in(each.data))

    def _second_look(self, modules: list[ir.Module]) -> list[ir.Module]:
        """Return the modules that register handlers with what others share, without naming the engine themselves."""
        known = {record.path for record in self.candidates}
        if len(known) == len(self.given):
            return []
        apart = [file.real for file in self.files if not file.is_with_all]
        self._outside.look_from((self.given[each] for each in apart if each in self.given), self.given)
        if not modules and not any(self._outside.found):
            return []  # nobody has anything to share
        waiting = {path: record for path, record in self.given.items() if path not in known}
        return modules_with_shared(
            self.scope.profiles,
            modules,
            waiting,
            self._outside,
            lambda record: record.mentions(self._engine_words),
            self.modules,
        )

    # --- places and texts ---

    def rewriter(self, module: ir.Module) -> Rewriter:
        """Return what turns what rules ask for into edits of a module."""
        language = language_of(self.path_of(module))
        if language not in self._rewriters:
            self._rewriters[language] = language.rewriter(
                lambda each: self._loaded(each).parsed, self._optional_sdks, self._line_length
            )
        return self._rewriters[language]

    def _line_length(self, module: ir.Module) -> int | None:
        """Return the longest line that the formatter of the project around a module makes, where it has one."""
        path = self.path_of(module)
        if path.parent not in self._line_lengths:
            self._line_lengths[path.parent] = line_length(path, self.text_beside, self.folders)
        return self._line_lengths[path.parent]

    def _optional_sdks(self, module: ir.Module) -> frozenset[str]:
        """Return the engines' SDKs that the program around a module also runs without."""
        linked = {module}.union(*(each.resolver.linked_with(module) for each in self._followed))
        found = {
            each
            for loaded in (self._loader.loaded, *(each.loaded for each in self._followed))
            for each in linked & loaded.keys()
            if loaded[each].record.mentions(self._names_of_sdks)
        }
        return optional_packages(found, self._sdks)

    @cached_property
    def _names_of_sdks(self) -> re.Pattern[bytes]:
        return any_of(self._sdks)

    def _loaded(self, module: ir.Module) -> Loaded:
        """Return the file of a module, which the run that has followed its handlers may have loaded."""
        if module in self._loader.loaded:
            return self._loader.loaded[module]
        return next(each.loaded[module] for each in self._followed if module in each.loaded)

    def catalogue_of(self, module: ir.Module) -> Catalogue:
        """Return what is known of the calls in a module's language."""
        return self._catalogues[language_of(self.path_of(module))]

    def path_of(self, module: ir.Module) -> Path:
        """Return where the file of a module is."""
        return self._loaded(module).record.path

    def source_of(self, module: ir.Module) -> SourceText:
        """Return the text of a module."""
        return self._loaded(module).parsed.source

    def span(self, site: Site | Span) -> Span:
        """Return where something stands."""
        if isinstance(site, Span):
            return site
        return self._loaded(site.module).parsed.span(site)

    def extent(self, site: Site) -> Span:
        """Return where the whole of something stands, a definition from its first decorator on."""
        return self._loaded(site.module).parsed.extent(site)

    @property
    def sources(self) -> Mapping[str, SourceText]:
        """Return the texts that findings may point into, by the paths that are shown."""
        loaded = (each.parsed.source for each in self._loader.loaded.values())
        kept = (
            each.loaded[one].parsed.source
            for each in self._followed
            for one in each.linked
            if one in each.loaded
        )
        return {**{source.path: source for source in (*kept, *loaded)}, **self._other_sources}

    def add_source(self, source: SourceText) -> None:
        """Take a text that findings point into, of a file that holds no module."""
        self._other_sources[source.path] = source

    def shown(self, paths: Iterable[str]) -> Mapping[str, SourceText]:
        """Return all sources, of which those with the given paths keep their secrets to themselves."""
        hiding = set(paths)
        return {
            path: self.secrets.hidden_in(source) if path in hiding else source
            for path, source in self.sources.items()
        }

    def text_beside(self, path: Path) -> SourceText | None:
        """Return the text of a file beside the code; they need not be ours, so one that cannot be read says nothing."""
        try:
            return decode(self._loader.content(self.folders.real(path)), display_path(path))
        except (OSError, SourceError):
            return None
