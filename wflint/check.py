"""Sources and options in, a report out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import NamedTuple

from wflint.analysis.model import DEFAULTS, Handler, Settings
from wflint.analysis.project import Project
from wflint.analysis.surroundings import Surroundings
from wflint.analysis.values import Site
from wflint.analysis.workflows import find_workflows
from wflint.effects import Catalogue, load_catalogue
from wflint.engines import Profile, load_profiles
from wflint.engines.secrets import Secrets
from wflint.errors import SourceError
from wflint.findings import Finding, Label, Level, Role, Span
from wflint.ir import nodes as ir
from wflint.python.parse import ParsedModule, ParseError, parse
from wflint.rules import Draft, RegisteredRule, all_rules
from wflint.silence import silenced
from wflint.source.discovery import SourceFile
from wflint.source.environment import EnvFiles
from wflint.source.patterns import FolderPatterns
from wflint.source.text import SourceText, decode, read_source


class FileIgnore(NamedTuple):
    """Rules, by name, whose findings are left out in the files that match."""

    files: FolderPatterns
    rules: frozenset[str]


@dataclass(frozen=True, slots=True)
class Options:
    """What a run is asked for.

    Attributes:
        rules: The rules to run, by name.
        min_level: Findings below this level are counted, not reported.
        roots: Folders from which first-party modules are imported, beside those that the files imply.
        effects: Rows of the user's own, by qualified name or prefix.
        effect_places: Where these rows stand, for messages.
        levels: Levels that replace those of a rule's findings, by the rule's name.
        file_ignores: Files in which some rules' findings are left out.
        require_reason: Whether an ignore comment without a reason is a finding.
        step_timeout: Seconds after which the platform that runs the handlers ends a request, and with it a step.
        python: The oldest Python that runs the handlers, (major, minor); by default the one that runs wflint.
    """

    rules: frozenset[str]
    min_level: Level = Level.WARNING
    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    levels: Mapping[str, Level] = field(default_factory=dict[str, Level])
    file_ignores: tuple[FileIgnore, ...] = ()
    require_reason: bool = False
    step_timeout: int = DEFAULTS.step_timeout
    python: tuple[int, int] = DEFAULTS.python


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that a renderer needs.

    Attributes:
        findings: Sorted by path and position; those below the minimum level are already gone.
        sources: The text of every file that a finding's span points into, by the span's path.
        files: Number of Python files that were looked at.
        handlers: Number of handlers found.
        steps: Number of step calls found in them.
        unknown_calls: Calls in replayed code that could not be resolved.
        hidden: Findings below the minimum level, by rule code.
        errors: Files that could not be read.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    files: int
    handlers: int
    steps: int
    unknown_calls: int
    hidden: Mapping[str, int] = field(default_factory=dict[str, int])
    errors: tuple[SourceError, ...] = ()


def check(files: Sequence[SourceFile], options: Options) -> Report:
    """Check files.

    Args:
        files: The files to look at; modules that they import are read where needed.
        options: What to look for.

    Raises:
        DataError: A row of the user's effects is not well formed.
    """
    catalogue = load_catalogue()
    for name, row in options.effects.items():
        catalogue = catalogue.with_rows({name: row}, options.effect_places.get(name, "effects"))
    return _Session(files, options, catalogue, load_profiles()).report()


class _Session:
    """One run: what has been read and parsed so far."""

    def __init__(
        self,
        files: Sequence[SourceFile],
        options: Options,
        catalogue: Catalogue,
        profiles: tuple[Profile, ...],
    ) -> None:
        self.files = files
        self.options = options
        self.catalogue = catalogue
        self.profiles = profiles
        self.project = Project(self._load, options.roots)
        self.displays = {file.path.resolve(): file.display for file in files}
        self.data: dict[Path, bytes] = {}
        self.parsed: dict[ir.Module, ParsedModule] = {}
        self.paths: dict[ir.Module, Path] = {}
        self.secrets = Secrets(profiles)
        self.broken: dict[Path, tuple[SourceText, str, int]] = {}
        self.sources: dict[str, SourceText] = {}
        self.errors: list[SourceError] = []

    def report(self) -> Report:
        """Run everything."""
        candidates = self._read_files()
        modules = self._modules(candidates)
        modules += self._modules(self._second_look(modules, candidates))
        rules = [rule for rule in all_rules() if rule.name in self.options.rules]
        findings: dict[tuple[str, Span], Finding] = {}
        handlers = steps = unknown = 0
        settings = Settings(self.options.step_timeout, self.options.python)
        served: list[Handler] = []
        for handler in find_workflows(self.project, self.catalogue, self.profiles, modules, settings):
            if handler.is_served:
                served.append(handler)
            handlers += handler.is_served
            steps += len(handler.steps)
            unknown += handler.unknown_calls
            for finding in self._findings(handler, rules):
                _keep_worst(findings, finding)
        for finding in self._project_findings(served, rules):
            findings.setdefault((finding.code, finding.span), finding)
        for finding in self._syntax_errors(candidates, rules):
            findings[finding.code, finding.span] = finding
        commented = self._commented(modules)
        kept = self._configured(
            silenced(findings.values(), commented, rules, require_reason=self.options.require_reason)
        )
        shown = [finding for finding in kept if not finding.level < self.options.min_level]
        hidden: dict[str, int] = {}
        for finding in kept:
            if finding.level < self.options.min_level:
                hidden[finding.code] = hidden.get(finding.code, 0) + 1
        return Report(
            tuple(sorted(shown, key=lambda each: (each.span, each.code))),
            self._shown_sources(shown),
            len(self.files),
            handlers,
            steps,
            unknown,
            hidden,
            tuple(self.errors),
        )

    # --- files ---

    def _read_files(self) -> list[Path]:
        """Read all files; gives those that may hold handlers, judged by their bytes."""
        words = sorted({word for profile in self.profiles for word in profile.engine.imports})
        pattern = re.compile("|".join(map(re.escape, [*words, "wflint"])).encode())
        engine = re.compile("|".join(map(re.escape, words)).encode())
        candidates: list[Path] = []
        for file in self.files:
            path = file.path.resolve()
            try:
                data = file.path.read_bytes()
            except OSError as error:
                self.errors.append(SourceError(file.display, error.strerror or str(error)))
                continue
            if data[:2] in _UTF16_MARKS:
                # Such a file is no Python; it is only worth a word if it was meant to hold a handler.
                data = data.replace(b"\0", b"") if engine.search(data.replace(b"\0", b"")) else b""
                data = data and b"\xff\xfe" + data
            self.data[path] = data
            if pattern.search(data) and engine.search(data):
                candidates.append(path)
        return candidates

    def _second_look(self, modules: list[ir.Module], candidates: list[Path]) -> list[Path]:
        """Files that use a registration object of one of the modules without naming the engine themselves."""
        names = {name for module in modules for name in _shared_names(module, self.profiles)}
        if not names:
            return []
        spelled = "|".join(map(re.escape, sorted(names)))
        pattern = re.compile(rf"\b(?:{spelled})\b".encode())
        known = set(candidates)
        return [path for path, data in self.data.items() if path not in known and pattern.search(data)]

    def _modules(self, paths: Iterable[Path]) -> list[ir.Module]:
        found = [self.project.module_at(path) for path in paths]
        return [module for module in found if module is not None]

    def _load(self, path: Path, name: str, is_package: bool) -> ir.Module | None:  # noqa: FBT001 - a callback
        display = self.displays.get(path) or _display(path)
        try:
            data = self.data[path] if path in self.data else path.read_bytes()
            source = decode(data, display)
        except OSError as error:
            self.errors.append(SourceError(display, error.strerror or str(error)))
            return None
        except SourceError as error:
            text = SourceText(display, self.data.get(path, b"").decode("latin-1"))
            self.broken[path] = (text, error.reason, 0)
            return None
        try:
            parsed = parse(source, name, is_package=is_package)
        except ParseError as error:
            self.broken[path] = (source, error.reason, error.offset)
            return None
        self.parsed[parsed.module] = parsed
        self.paths[parsed.module] = path
        self.sources[source.path] = source
        return parsed.module

    def _env_source(self, path: Path) -> SourceText | None:
        """The text of an environment file; such files need not be ours, so one that cannot be read says nothing."""
        try:
            source = read_source(path, _display(path))
        except SourceError:
            return None
        self.sources[source.path] = source
        return source

    def _commented(self, modules: list[ir.Module]) -> list[SourceText]:
        """The files whose ignore comments are looked at: those analysed, and all given ones if folders were given."""
        whole = not any(file.explicit for file in self.files)
        found = {source.path: source for source in self.sources.values()}
        for path, data in self.data.items() if whole else ():
            display = self.displays[path]
            if b"wflint" in data and display not in found:
                try:
                    found[display] = decode(data, display)
                except SourceError:
                    continue
        self.sources.update(found)
        return list(found.values())

    # --- findings ---

    def _findings(self, handler: Handler, rules: list[RegisteredRule]) -> Iterator[Finding]:
        for rule in rules:
            if rule.check is not None and (handler.is_served or rule.rule.whoever_calls):
                for draft in rule.check(handler):
                    yield self._finding(rule, draft, handler.context.profile.id, handler.name)

    def _project_findings(self, handlers: list[Handler], rules: list[RegisteredRule]) -> Iterator[Finding]:
        checks = [(rule, rule.check_project) for rule in rules if rule.check_project is not None]
        if not checks:
            return
        suspects = self._modules(path for path, data in self.data.items() if self.secrets.seen_in(data))
        env_files = EnvFiles(self._env_source).around
        surroundings = Surroundings(
            tuple(handlers),
            self.profiles,
            tuple(suspects),
            lambda module: env_files(self.paths[module]),
        )
        for rule, check_project in checks:
            for draft in check_project(surroundings):
                yield self._finding(rule, draft)

    def _configured(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that stand, with their levels, after what the user wants of some rules and files.

        That comes after ignore comments, so that a comment stays used where its rule is left out in the file.
        """
        paths = {file.display: file.path for file in self.files}
        kept: list[Finding] = []
        for finding in findings:
            path = paths.get(finding.span.path) or Path.cwd() / finding.span.path
            if any(
                finding.name in each.rules and each.files.match(path) for each in self.options.file_ignores
            ):
                continue
            level = self.options.levels.get(finding.name)
            kept.append(replace(finding, level=level) if level else finding)
        return kept

    def _finding(
        self, rule: RegisteredRule, draft: Draft, engine: str | None = None, handler: str | None = None
    ) -> Finding:
        if draft.secret:
            self.secrets.found.append(self._span(draft.site))
        notes = tuple(Label(self._span(note.site), note.message, note.role) for note in draft.notes)
        return Finding(
            rule.code,
            rule.name,
            draft.level,
            draft.message,
            Label(self._span(draft.site), draft.label, Role.PRIMARY),
            tuple(dict.fromkeys(notes)),
            draft.help,
            rule.url,
            engine,
            handler,
        )

    def _shown_sources(self, findings: list[Finding]) -> Mapping[str, SourceText]:
        """The sources without the secrets that a frame of a finding could show."""
        paths = {label.span.path for each in findings for label in (each.primary, *each.related)}
        return {
            path: self.secrets.hidden_in(source) if path in paths else source
            for path, source in self.sources.items()
        }

    def _span(self, site: Site | Span) -> Span:
        if isinstance(site, Span):
            return site
        parsed = self.parsed[site.module]
        start, end = parsed.locator.offsets(site.node.handle, site.outermost)
        return Span(parsed.source.path, start, end)

    def _syntax_errors(self, candidates: list[Path], rules: list[RegisteredRule]) -> Iterator[Finding]:
        rule = next((rule for rule in rules if rule.name == "syntax-error"), None)
        for path in candidates:
            if rule is None or path not in self.broken:
                continue
            source, reason, offset = self.broken[path]
            self.sources[source.path] = source
            span = Span(source.path, offset, offset)
            message = f"This file cannot be checked: {reason}"
            label = Label(span, "here", Role.PRIMARY)
            help_ = "mend the file; nothing in it has been checked"
            yield Finding(rule.code, rule.name, rule.rule.level, message, label, (), help_, rule.url)


_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def _keep_worst(findings: dict[tuple[str, Span], Finding], finding: Finding) -> None:
    """Of findings of one rule at one place, reached from several handlers, the worst stands for all."""
    key = (finding.code, finding.span)
    known = findings.get(key)
    if known is None or known.level < finding.level:
        findings[key] = finding if known is None else replace(finding, related=known.related)


def _shared_names(module: ir.Module, profiles: tuple[Profile, ...]) -> Iterator[str]:
    """Module-level names that other modules may import to register handlers."""
    triggers = {
        part for profile in profiles for each in profile.handler for part in each.pattern.split(".")[-2:]
    }
    for statement in module.body.block.statements:
        if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Call):
            for target in statement.targets:
                if isinstance(target, ir.Name) and _mentions(statement.value, triggers):
                    yield target.id
        elif isinstance(statement, ir.Define) and not triggers.isdisjoint(statement.function.body.mentions):
            yield statement.function.name


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
