"""What every command does first: read files, find the modules that may hold handlers, and follow the handlers in them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
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
from wflint.model.handler import Handler
from wflint.workspace.following import Following
from wflint.workspace.loading import Loader
from wflint.workspace.outside import Outside
from wflint.workspace.progress import Progress, no_progress
from wflint.workspace.record import FileRecord
from wflint.workspace.rewriters import Rewriters
from wflint.workspace.roots import Roots
from wflint.workspace.scope import Scope
from wflint.workspace.second_look import modules_with_shared
from wflint.workspace.shared_names import SharedNames
from wflint.workspace.workspace import Workspace


class Session:
    """One run over some files: what has been read and parsed so far.

    Attributes:
        files: The files that are looked at; modules that they import are read where needed.
        scope: What the user says about the code.
        folders: What is in the folders of the files and above.
        secrets: Recognises secrets, and remembers where some were found.
        shared: By which names files register handlers without naming an engine, once somebody had to ask.
        progress: Hears of a long run's progress, and may end the run.
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
            progress: Hears of a long run's progress, and may end the run.
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
        self.progress = progress
        sdks = frozenset(name for profile in scope.profiles for name in profile.engine.imports)
        self._resolvers = _Resolvers(self._loader, scope, self.folders, sdks)
        looking = Loader(files, self._workspace.files, buffers or {})
        self._outside = Outside(looking, _Resolvers(looking, scope, self.folders, sdks))
        self._catalogues = {language: scope.catalogue(language.effects) for language in LANGUAGES}
        self._following = Following(
            scope, self._loader, self.folders, self._resolvers, self._catalogues, progress
        )
        self._rewriters = Rewriters(self._following, sdks, self.text_beside, self.folders)
        self._other_sources: dict[str, SourceText] = {}
        self.shared: SharedNames | None = None

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
        yield from (each.record for each in self._following.all_loaded())

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
        followed = (failure for each in self._following.groups for failure in each.failures)
        return (*self._loader.failures, *self._outside.loader.failures, *followed)

    # --- modules and handlers ---

    @cached_property
    def roots(self) -> Roots:
        """Return which of the files may hold handlers."""
        if self._known_roots is not None:
            return self._known_roots
        candidates = tuple(each.path for each in self.candidates)
        if len(candidates) == len(self.given):
            return Roots(candidates, ())  # nobody is left who could take what they share
        modules: list[ir.Module] = []
        for number, record in enumerate(self.candidates):
            self.progress("reading files", number, len(self.candidates))
            modules += self.modules([record])
        return Roots(candidates, tuple(map(self.path_of, self._second_look(modules))))

    def _given_at(self, paths: Iterable[Path]) -> list[FileRecord]:
        return [self.given[path] for path in paths if path in self.given]

    @cached_property
    def handlers(self) -> tuple[Handler, ...]:
        """Return the handlers in the files, then the workflow helpers in them that no handler reaches."""
        users = self.roots.users
        modules = self.modules([*self.candidates, *self._given_at(users)])
        return tuple(self._following.handlers(modules, self._workspace))

    def modules(self, records: Iterable[FileRecord]) -> list[ir.Module]:
        """Return the modules in some files, without those that cannot be parsed."""
        found = [self._resolvers[language_of(each.path)].module_at(each.path) for each in records]
        return [module for module in found if module is not None]

    def imported_files(self, path: Path) -> Iterator[Path]:
        """Yield the first-party files that the imports of a file may mean, as its text shows them."""
        record = self.given.get(path) or self._outside.loader.record(path)
        if record is None:
            return
        resolver = self._resolvers[language_of(path)]
        for line in record.imports:
            yield from resolver.files(line, path)

    def _second_look(self, modules: list[ir.Module]) -> list[ir.Module]:
        """Return the modules that register handlers with what others share, without naming the engine themselves."""
        apart = [file.real for file in self.files if not file.is_with_all]
        self._outside.look_from((self.given[each] for each in apart if each in self.given), self.given)
        if not modules and not any(self._outside.found):
            return []  # nobody has anything to share
        found, self.shared = modules_with_shared(
            self.scope.profiles,
            modules,
            self.given,
            self._outside,
            lambda record: record.mentions(self._engine_words),
            self.imported_files,
            self.modules,
        )
        return found

    # --- places and texts ---

    def rewriter(self, module: ir.Module) -> Rewriter:
        """Return what turns what rules ask for into edits of a module."""
        return self._rewriters.of(module)

    def catalogue_of(self, module: ir.Module) -> Catalogue:
        """Return what is known of the calls in a module's language."""
        return self._catalogues[language_of(self.path_of(module))]

    def path_of(self, module: ir.Module) -> Path:
        """Return where the file of a module is."""
        return self._following.loaded(module).record.path

    def source_of(self, module: ir.Module) -> SourceText:
        """Return the text of a module."""
        return self._following.loaded(module).parsed.source

    def span(self, site: Site | Span) -> Span:
        """Return where something stands."""
        if isinstance(site, Span):
            return site
        return self._following.loaded(site.module).parsed.span(site)

    def extent(self, site: Site) -> Span:
        """Return where the whole of something stands, a definition from its first decorator on."""
        return self._following.loaded(site.module).parsed.extent(site)

    @property
    def sources(self) -> Mapping[str, SourceText]:
        """Return the texts that findings may point into, by the paths that are shown."""
        loaded = (each.parsed.source for each in self._following.all_loaded())
        return {**{source.path: source for source in loaded}, **self._other_sources}

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


class _Resolvers(dict[Language, SourceResolver]):
    """What finds the modules of each language, made when a file of that language is looked at."""

    def __init__(self, loader: Loader, scope: Scope, folders: Folders, sdks: frozenset[str]) -> None:
        super().__init__()
        self._make: Callable[[Language], SourceResolver] = lambda language: language.resolver(
            loader.load, scope.roots, folders, sdks
        )

    def __missing__(self, language: Language) -> SourceResolver:
        made = self[language] = self._make(language)
        return made
