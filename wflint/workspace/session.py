"""What every command does first: read files, find the modules that may hold handlers, and follow the handlers in them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.effects import load_catalogue
from wflint.engines import Profile, load_profiles
from wflint.engines.secrets import Secrets
from wflint.errors import SourceError
from wflint.files.folders import Folders
from wflint.files.text import SourceText, decode
from wflint.findings import Span
from wflint.ir import nodes as ir
from wflint.ir.language import Language, ParsedModule, ParseError
from wflint.languages import LANGUAGES, language_of
from wflint.model.builder import find_workflows
from wflint.model.handler import DEFAULT_DEPLOYMENT, Deployment, Handler
from wflint.workspace.parses import Parses

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wflint.domain.sites import Site
    from wflint.files.discovery import SourceFile
    from wflint.ir.rewriting import Rewriter

Progress = Callable[[str, int, "int | None"], None]
"""Hears of a long run's progress: what is being done, how much of it is done, and how much there is, if known."""


def unheard(_doing: str, _done: int, _total: int | None) -> None:
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
        buffers: Contents that stand for those on disk, by absolute path.
        sources: The text of every file that was parsed, by the path that is shown.
        broken: Files that could not be parsed: their text, what is wrong, and at which offset.
        errors: Files that could not be read.
        folders: What is in the folders of the files and above.
    """

    def __init__(
        self,
        files: Sequence[SourceFile],
        scope: Scope,
        *,
        buffers: Mapping[Path, bytes] | None = None,
        progress: Progress = unheard,
        parses: Parses | None = None,
    ) -> None:
        """Get ready; nothing is read before it is asked for.

        Args:
            files: The files that are looked at.
            scope: What the user says about the code.
            buffers: Contents that stand for those on disk, by absolute path.
            progress: Hears of a long run's progress.
            parses: What earlier runs have parsed.

        Raises:
            DataError: A row of the user's effects is not well formed.
        """
        self.files = files
        self.scope = scope
        self.buffers = buffers or {}
        self.progress = progress
        self.parses = parses or Parses()
        self.catalogue = load_catalogue("python")
        for name, row in scope.effects.items():
            self.catalogue = self.catalogue.with_rows({name: row}, scope.effect_places.get(name, "effects"))
        self.profiles = scope.profiles
        self.secrets = Secrets(self.profiles)
        self.displays = {file.real: file.display for file in files}
        self.data: dict[Path, bytes] = {}
        self.paths: dict[ir.Module, Path] = {}
        self.sources: dict[str, SourceText] = {}
        self.broken: dict[Path, tuple[SourceText, str, int]] = {}
        self.errors: list[SourceError] = []
        self.folders = Folders()
        sdks = frozenset(name for profile in self.profiles for name in profile.engine.imports)
        self._resolvers = {
            language: language.resolver(self._load, scope.roots, self.folders, sdks) for language in LANGUAGES
        }
        self._parsed: dict[ir.Module, ParsedModule] = {}
        self._rewriters: dict[Language, Rewriter] = {}

    @cached_property
    def candidates(self) -> list[Path]:
        """The files that may hold handlers, judged by their bytes; reads all files."""
        words = sorted({word for profile in self.profiles for word in profile.words})
        pattern = re.compile("|".join(map(re.escape, [*words, "wflint"])).encode())
        engine = re.compile("|".join(map(re.escape, words)).encode())
        candidates: list[Path] = []
        for file in self.files:
            try:
                data = self._content(file.real)
            except OSError as error:
                self.errors.append(SourceError(file.display, error.strerror or str(error)))
                continue
            if data[:2] in _UTF16_MARKS:
                # Such a file is no Python; it is only worth a word if it was meant to hold a handler.
                data = data.replace(b"\0", b"") if engine.search(data.replace(b"\0", b"")) else b""
                data = data and b"\xff\xfe" + data
            self.data[file.real] = data
            if pattern.search(data) and engine.search(data):
                candidates.append(file.real)
        return candidates

    def _content(self, path: Path) -> bytes:
        return self.buffers[path] if path in self.buffers else path.read_bytes()

    @cached_property
    def handlers(self) -> tuple[Handler, ...]:
        """The handlers in the files, then the workflow helpers in them that no handler reaches."""
        return tuple(self._handlers())

    def _handlers(self) -> Iterator[Handler]:
        modules: list[ir.Module] = []
        for number, path in enumerate(self.candidates):
            self.progress("reading files", number, len(self.candidates))
            modules += self.modules([path])
        modules += self.modules(self._second_look(modules))
        self.progress("following handlers", 0, None)
        for number, handler in enumerate(self._found_in(modules), 1):
            self.progress("following handlers", number, None)
            yield handler

    def _found_in(self, modules: list[ir.Module]) -> Iterator[Handler]:
        """Follow the handlers in some modules, one language after the other: imports never cross."""
        for language, resolver in self._resolvers.items():
            own = [module for module in modules if self._language(module) is language]
            yield from find_workflows(resolver, self.catalogue, self.profiles, own, self.scope.deployment)

    def _language(self, module: ir.Module) -> Language:
        return language_of(self.paths[module])

    def modules(self, paths: Iterable[Path]) -> list[ir.Module]:
        """The modules in some files, without those that cannot be parsed."""
        found = [self._resolvers[language_of(path)].module_at(path) for path in paths]
        return [module for module in found if module is not None]

    def rewriter(self, module: ir.Module) -> Rewriter:
        """Return what turns what rules ask for into edits of a module."""
        language = self._language(module)
        if language not in self._rewriters:
            self._rewriters[language] = language.rewriter(lambda each: self._parsed[each])
        return self._rewriters[language]

    def source_of(self, module: ir.Module) -> SourceText:
        """The text of a module."""
        return self._parsed[module].source

    def span(self, site: Site | Span) -> Span:
        """Where something stands."""
        if isinstance(site, Span):
            return site
        return self._parsed[site.module].span(site)

    def extent(self, site: Site) -> Span:
        """Where the whole of something stands, a definition from its first decorator on."""
        return self._parsed[site.module].extent(site)

    def shown(self, paths: Iterable[str]) -> Mapping[str, SourceText]:
        """All sources, of which those with the given paths keep their secrets to themselves."""
        hiding = set(paths)
        return {
            path: self.secrets.hidden_in(source) if path in hiding else source
            for path, source in self.sources.items()
        }

    def env_source(self, path: Path) -> SourceText | None:
        """The text of an environment file; such files need not be ours, so one that cannot be read says nothing."""
        try:
            source = decode(self._content(path.resolve()), _display(path))
        except (OSError, SourceError):
            return None
        self.sources[source.path] = source
        return source

    def _second_look(self, modules: list[ir.Module]) -> list[Path]:
        """Files that use a registration object or function of one of the modules without naming the engine themselves."""
        objects, functions = set[str](), set[str]()
        hints = [hint for profile in self.profiles for hint in profile.registration_hints]
        for module in modules:
            for name, is_object in _shared_names(module, hints):
                (objects if is_object else functions).add(name)
        known = set(self.candidates)
        looks_used = [_any_of(functions)] if functions else []
        if objects:
            called = {
                each.pattern.rpartition(".")[2] for profile in self.profiles for each in profile.handler
            }
            holds, registers = _any_of(objects), _any_of(called)
            looks_used.append(lambda data: holds(data) and registers(data))
        return [
            path
            for path, data in self.data.items()
            if path not in known and any(is_used(data) for is_used in looks_used)
        ]

    def _load(self, path: Path, name: str, is_package: bool) -> ir.Module | None:  # noqa: FBT001 - a callback
        display = self.displays.get(path) or _display(path)
        try:
            data = self.data[path] if path in self.data else self._content(path)
            source = decode(data, display, language_of(path).encoding_of)
        except OSError as error:
            self.errors.append(SourceError(display, error.strerror or str(error)))
            return None
        except SourceError as error:
            text = SourceText(display, self.data.get(path, b"").decode("latin-1"))
            self.broken[path] = (text, error.reason, 0)
            return None
        try:
            parsed = self.parses.parse(path, source, name, is_package=is_package)
        except ParseError as error:
            self.broken[path] = (source, error.reason, error.offset)
            return None
        self._parsed[parsed.module] = parsed
        self.paths[parsed.module] = path
        self.sources[source.path] = source
        return parsed.module


_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _any_of(names: set[str]) -> Callable[[bytes], bool]:
    """Tells whether a text holds one of some words."""
    pattern = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(names)))})\b".encode())
    return lambda data: pattern.search(data) is not None


def _shared_names(module: ir.Module, taint: list[frozenset[str]]) -> Iterator[tuple[str, bool]]:
    """Module-level names that other modules may import to register handlers, and whether each is an object.

    An object's method registers them, so that code which uses it names the method as well.
    """
    aliases = {mark for each in taint if len(each) == 1 for mark in each}
    for statement in module.body.block.statements:
        if isinstance(statement, ir.Import) and statement.name in aliases:
            aliases.add(statement.bound)
        if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Call):
            for target in statement.targets:
                if isinstance(target, ir.Name) and _mentions(statement.value, aliases):
                    yield target.id, True
        elif isinstance(statement, ir.Define):
            mentions = statement.function.body.mentions
            if not aliases.isdisjoint(mentions) or any(mark <= mentions for mark in taint):
                yield statement.function.name, False


def _mentions(call: ir.Call, names: set[str]) -> bool:
    func = call.func
    return (isinstance(func, ir.Name) and func.id in names) or (
        isinstance(func, ir.Attribute) and func.attr in names
    )


def _display(path: Path) -> str:
    try:
        return path.relative_to(Path.cwd()).as_posix()
    except ValueError:
        return path.as_posix()
