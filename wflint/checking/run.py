"""Sources and options in, a report out."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from wflint.checking.suppression import silenced
from wflint.domain.sites import Site
from wflint.engines import Profile, load_profiles
from wflint.errors import SourceError
from wflint.files.environment import EnvFiles
from wflint.files.text import SourceText, decode
from wflint.findings import NO_REMEDY, Applicability, Finding, Fix, Label, Level, Remedy, Role, Span
from wflint.ir import nodes as ir
from wflint.ir.rewriting import RefusedError
from wflint.languages import PROJECT_MARKS, language_of
from wflint.model.handler import DEFAULT_DEPLOYMENT, Deployment, Handler
from wflint.model.project_context import ProjectContext
from wflint.rules import Check, Draft, FixDraft, RegisteredRule, all_rules
from wflint.workspace.session import Progress, Scope, Session, unheard

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wflint.files.discovery import SourceFile
    from wflint.files.patterns import FolderPatterns


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
        profiles: The engines to look for.
    """

    rules: frozenset[str]
    min_level: Level = Level.WARNING
    roots: tuple[Path, ...] = ()
    effects: Mapping[str, object] = field(default_factory=dict[str, object])
    effect_places: Mapping[str, str] = field(default_factory=dict[str, str])
    levels: Mapping[str, Level] = field(default_factory=dict[str, Level])
    file_ignores: tuple[FileIgnore, ...] = ()
    require_reason: bool = False
    step_timeout: int = DEFAULT_DEPLOYMENT.step_timeout
    python: tuple[int, int] = DEFAULT_DEPLOYMENT.python
    profiles: tuple[Profile, ...] = field(default_factory=load_profiles)

    @property
    def scope(self) -> Scope:
        """The part of it that does not concern rules."""
        deployment = Deployment(self.step_timeout, self.python)
        return Scope(self.roots, self.effects, self.effect_places, deployment, self.profiles)


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
        known: Findings that are left out because a baseline holds them.
        untouched: Findings that are left out because they are on lines that have not changed.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    files: int
    handlers: int
    steps: int
    unknown_calls: int
    hidden: Mapping[str, int] = field(default_factory=dict[str, int])
    errors: tuple[SourceError, ...] = ()
    known: int = 0
    untouched: int = 0


def check(
    files: Sequence[SourceFile],
    options: Options,
    *,
    buffers: Mapping[Path, bytes] | None = None,
    progress: Progress = unheard,
) -> Report:
    """Check files.

    Args:
        files: The files to look at; modules that they import are read where needed.
        options: What to look for.
        buffers: Contents that stand for those on disk, by absolute path.
        progress: Hears of a long check's progress.

    Raises:
        DataError: A row of the user's effects is not well formed.
    """
    return check_session(Session(files, options.scope, buffers=buffers, progress=progress), options)


def check_session(session: Session, options: Options) -> Report:
    """Check what a session over the scope of these options looks at."""
    return _Check(session, options).report()


class _Check:
    """Runs rules over what a session finds."""

    def __init__(self, session: Session, options: Options) -> None:
        self.session = session
        self.options = options
        self.hidden: set[tuple[str, Site | Span]] = set()
        self.checks: dict[tuple[str, bool], list[tuple[RegisteredRule, Check]]] = {}

    def report(self) -> Report:
        """Run everything."""
        session = self.session
        rules = [rule for rule in all_rules() if rule.name in self.options.rules]
        findings: dict[tuple[str, Span], Finding] = {}
        handlers = steps = unknown = 0
        served: list[Handler] = []
        for handler in session.handlers:
            if handler.is_served:
                served.append(handler)
            handlers += handler.is_served
            steps += len(handler.steps)
            unknown += handler.unknown_calls
            for finding in self._findings(handler, rules):
                _keep_worst(findings, finding)
        for finding in self._project_findings(served, rules):
            findings.setdefault((finding.code, finding.span), finding)
        for finding in self._syntax_errors(rules):
            findings[finding.code, finding.span] = finding
        kept = self._configured(
            silenced(findings.values(), self._commented(), rules, require_reason=self.options.require_reason)
        )
        shown = [finding for finding in kept if not finding.level < self.options.min_level]
        hidden: dict[str, int] = {}
        for code, _ in self.hidden:
            hidden[code] = hidden.get(code, 0) + 1
        for finding in kept:
            if finding.level < self.options.min_level:
                hidden[finding.code] = hidden.get(finding.code, 0) + 1
        return Report(
            tuple(sorted(shown, key=lambda each: (each.span, each.code))),
            session.shown(label.span.path for each in shown for label in (each.primary, *each.related)),
            len(session.files),
            handlers,
            steps,
            unknown,
            hidden,
            tuple(session.errors),
        )

    def _commented(self) -> list[SourceText]:
        """The files whose ignore comments are looked at: those analysed, and all given ones if folders were given."""
        session = self.session
        whole = not any(file.explicit for file in session.files)
        found = {source.path: source for source in session.sources.values()}
        for path, data in session.data.items() if whole else ():
            display = session.displays[path]
            if b"wflint" in data and display not in found:
                try:
                    found[display] = decode(data, display, language_of(path).encoding_of)
                except SourceError:
                    continue
        session.sources.update(found)
        return list(found.values())

    def _findings(self, handler: Handler, rules: list[RegisteredRule]) -> Iterator[Finding]:
        for rule, check in self._checks(handler, rules):
            for draft in check(handler):
                if self._stays_hidden(rule, draft):
                    self.hidden.add((rule.code, draft.site))
                else:
                    yield self._finding(rule, _for(handler, draft), handler.profile.id, handler.name)

    def _checks(self, handler: Handler, rules: list[RegisteredRule]) -> list[tuple[RegisteredRule, Check]]:
        """What is to be asked about a handler; the same for all that an engine serves."""
        key = (handler.profile.id, handler.is_served)
        if key not in self.checks:
            self.checks[key] = [
                (rule, rule.check)
                for rule in rules
                if rule.check is not None
                and rule.rule.applies(handler.profile)
                and (handler.is_served or rule.rule.include_helpers)
            ]
        return self.checks[key]

    def _stays_hidden(self, rule: RegisteredRule, draft: Draft) -> bool:
        """Whether a finding would be counted and nothing more, so that no span need be found for it."""
        if not isinstance(draft.site, Site) or self.options.file_ignores:
            return False
        level = self.options.levels.get(rule.name, draft.level)
        # An ignore comment may be there for it, and would be called unused without it.
        commented = "wflint" in self.session.source_of(draft.site.module).text
        return level < self.options.min_level and not commented

    def _project_findings(self, handlers: list[Handler], rules: list[RegisteredRule]) -> Iterator[Finding]:
        checks = [(rule, rule.check_project) for rule in rules if rule.check_project is not None]
        if not checks:
            return
        session = self.session
        modules_with_secrets = session.modules(
            path for path, data in session.data.items() if session.secrets.seen_in(data)
        )
        env_files = EnvFiles(session.env_source, session.folders, PROJECT_MARKS).around
        surroundings = ProjectContext(
            tuple(handlers),
            session.profiles,
            tuple(modules_with_secrets),
            lambda module: env_files(session.paths[module]),
        )
        for rule, check_project in checks:
            for draft in check_project(surroundings):
                yield self._finding(rule, draft)

    def _configured(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that stand, with their levels, after what the user wants of some rules and files.

        That comes after ignore comments, so that a comment stays used where its rule is left out in the file.
        """
        paths = {file.display: file.path for file in self.session.files}
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
            self.session.secrets.found.append(self.session.span(draft.site))
        notes = tuple(Label(self.session.span(note.site), note.message, note.role) for note in draft.notes)
        return Finding(
            rule.code,
            rule.name,
            draft.level,
            draft.message[:1].upper() + draft.message[1:],
            Label(self.session.span(draft.site), draft.label, Role.PRIMARY),
            tuple(dict.fromkeys(notes)),
            draft.help,
            rule.url,
            engine,
            handler,
            self._remedy(draft),
        )

    def _remedy(self, draft: Draft) -> Remedy:
        if draft.fix is None or isinstance(draft.site, Span):
            return NO_REMEDY
        return Remedy(partial(self._fix, draft.fix, draft.site.module))

    def _fix(self, draft: FixDraft, module: ir.Module) -> tuple[Fix | None, str]:
        """The fix that a rule asks for, or why it cannot be."""
        try:
            rewritten = draft.rewrite(self.session.rewriter(module))
        except RefusedError as refused:
            return None, refused.reason
        message, applicability = draft.message, draft.applicability
        if rewritten.doubt:
            message, applicability = f"{message} ({rewritten.doubt})", Applicability.UNSAFE
        return Fix(message, applicability, draft.in_flight, rewritten.edits, draft.reveals), ""

    def _syntax_errors(self, rules: list[RegisteredRule]) -> Iterator[Finding]:
        session = self.session
        rule = next((rule for rule in rules if rule.name == "syntax-error"), None)
        for path in session.candidates:
            if rule is None or path not in session.broken:
                continue
            source, reason, offset = session.broken[path]
            session.sources[source.path] = source
            span = Span(source.path, offset, offset)
            message = f"This file cannot be checked: {reason}"
            label = Label(span, "here", Role.PRIMARY)
            help_ = "mend the file; nothing in it has been checked"
            yield Finding(rule.code, rule.name, rule.rule.level, message, label, (), help_, rule.url)


def _for(handler: Handler, draft: Draft) -> Draft:
    """A finding whose fix says what it means for runs in flight with the handler's engine."""
    return replace(draft, fix=draft.fix.with_engine(handler.profile)) if draft.fix is not None else draft


def _keep_worst(findings: dict[tuple[str, Span], Finding], finding: Finding) -> None:
    """Of findings of one rule at one place, reached from several handlers, the worst stands for all."""
    key = (finding.code, finding.span)
    known = findings.get(key)
    if known is None or known.level < finding.level:
        findings[key] = finding if known is None else replace(finding, related=known.related)
