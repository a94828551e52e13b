"""Files and options in, a report out."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from functools import lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.fixes import Fixes, FixOutcome, LazyFix
from wflint.checking.options import CheckOptions
from wflint.checking.report import Report, Worst, in_order
from wflint.checking.suppression import apply_suppressions
from wflint.checking.verifying import FixVerifier
from wflint.checking.versions import has_earlier_sdk, holds_in_project
from wflint.domain.sites import Site
from wflint.engines import Profile
from wflint.errors import Contained, InternalError, SourceError, distinct
from wflint.files.environment import EnvFiles
from wflint.files.requirements import Requirements
from wflint.files.text import SourceText
from wflint.findings import Applicability, Finding, Fix, HiddenBy, Label, Role, Span, Suppression
from wflint.ir import nodes as ir
from wflint.ir.rewriting import RefusedError
from wflint.languages import PROJECT_MARKS
from wflint.model.handler import Handler
from wflint.model.project_context import ProjectContext
from wflint.rules import Check, Draft, FixDraft, RegisteredRule, all_rules
from wflint.rules.api import Report as RuleReport
from wflint.workspace.progress import Progress, no_progress
from wflint.workspace.record import OURS
from wflint.workspace.session import Session

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from wflint.files.discovery import SourceFile


def check_files(
    files: Sequence[SourceFile],
    options: CheckOptions,
    *,
    buffers: Mapping[Path, bytes] | None = None,
    progress: Progress = no_progress,
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


def check_session(session: Session, options: CheckOptions, *, is_whole: bool | None = None) -> Report:
    """Check what a session over the scope of these options looks at.

    Args:
        session: What reads the files and follows the handlers.
        options: What to look for.
        is_whole: Whether ignore comments are judged in files without handlers, too; by default, where folders were given.
    """
    if is_whole is None:
        is_whole = not any(file.explicit for file in session.files)
    return _Check(session, options, is_whole=is_whole).report()


class _Check:
    """Runs rules over what a session finds."""

    def __init__(self, session: Session, options: CheckOptions, *, is_whole: bool) -> None:
        self.session = session
        self.is_whole = is_whole
        self.options = options
        self.rules = tuple(rule for rule in all_rules() if rule.name in options.rules)
        self.found = Worst()
        self.fixes = Fixes()
        self.verifier = FixVerifier(session)
        self.failures: list[InternalError] = []
        self.hidden: set[tuple[str, Site | Span]] = set()
        self.requirements = Requirements(session.text_beside, session.folders)

    def report(self) -> Report:
        """Run everything."""
        session = self.session
        counts = Counter[str]()
        for number, handler in enumerate(session.handlers):
            session.progress("checking handlers", number, len(session.handlers))
            self._check_handler(handler, counts)
        self._check_project([handler for handler in session.handlers if handler.is_served])
        self._add_syntax_errors()
        beside_comments = apply_suppressions(
            self.found.findings,
            self._commented(),
            self.rules,
            self.fixes,
            require_reason=self.options.require_reason,
        )
        kept, left_out = self._configured(beside_comments.kept)
        commented, doubly = self._configured(beside_comments.suppressed)
        suppressed = [each for each in (*commented, *doubly, *left_out) if self.options.shows(each.level)]
        shown = [finding for finding in kept if self.options.shows(finding.level)]
        hidden = Counter(code for code, _ in self.hidden)
        unshown = [finding for finding in kept if not self.options.shows(finding.level)]
        hidden.update(finding.code for finding in unshown)
        return Report(
            in_order(shown),
            session.shown(
                label.span.path for each in (*shown, *suppressed) for label in (each.primary, *each.related)
            ),
            len(session.files),
            counts["handlers"],
            counts["steps"],
            counts["unknown calls"],
            hidden,
            tuple(session.errors),
            given=frozenset(file.display for file in session.files),
            failures=distinct([*session.failures, *self.failures]),
            fixes=self.fixes,
            engines=frozenset(handler.profile.id for handler in session.handlers if handler.is_served),
            suppressed=in_order(suppressed),
            hidden_at=frozenset((each.code, each.span) for each in unshown),
        )

    def _commented(self) -> list[SourceText]:
        """Return the files whose ignore comments are looked at: those analysed, and all given ones if folders were given."""
        session = self.session
        found = {source.path: source for source in session.sources.values()}
        for record in session.given.values() if self.is_whole else ():
            if record.display not in found and record.mentions(OURS):
                try:
                    found[record.display] = record.source
                except SourceError:
                    continue
                session.add_source(record.source)
        return list(found.values())

    # --- rules ---

    def _check_handler(self, handler: Handler, counts: Counter[str]) -> None:
        path, name = handler.site.module.path, handler.name
        with Contained(self.failures, "follow the code", path=path, handler=name):
            counts["handlers"] += handler.is_served
            counts["steps"] += len(handler.steps)
            counts["unknown calls"] += handler.unknown_calls
        waiting = iter(_checks_of(handler.profile, self.rules, is_served=handler.is_served))
        while self._fails(waiting, handler):
            pass  # the rules after the one that fails are still waiting

    def _fails(self, waiting: Iterator[tuple[RegisteredRule, Check]], handler: Handler) -> bool:
        """Run the checks that are waiting until one fails; return whether one does."""
        contained = Contained(self.failures, "check", path=handler.site.module.path, handler=handler.name)
        with contained:
            report = RuleReport(handler)
            for rule, check in waiting:
                contained.rule = rule.name
                try:
                    check(handler, report)
                finally:
                    # Most rules find nothing. What one has reported before it fails stays.
                    if report.has_findings:
                        drafts, report = report.drafts, RuleReport(handler)
                        for draft in drafts:
                            self._take(rule, draft, handler)
            return False
        return True

    def _take(self, rule: RegisteredRule, draft: Draft, handler: Handler) -> None:
        if not holds_in_project(self.requirements, self.session, draft, handler.profile):
            return
        if self._stays_hidden(rule, draft):
            self.hidden.add((rule.code, draft.site))
        else:
            self._add(rule, _for(handler, draft), handler.profile.id, handler.name)

    def _stays_hidden(self, rule: RegisteredRule, draft: Draft) -> bool:
        """Return whether a finding would be counted and nothing more, so that no span need be found for it."""
        if not isinstance(draft.site, Site) or self.options.file_ignores:
            return False
        # An ignore comment may be there for it, and would be called unused without it.
        commented = "wflint" in self.session.source_of(draft.site.module).text
        return not self.options.shows(self.options.level(rule.name, draft.level)) and not commented

    def _check_project(self, handlers: list[Handler]) -> None:
        checks = [(rule, rule.check_project) for rule in self.rules if rule.check_project is not None]
        if not checks:
            return
        session = self.session
        env_files = EnvFiles(self._env_source, session.folders, PROJECT_MARKS).around
        suspicious = (each for each in session.given.values() if session.secrets.seen_in(each.data))
        project = ProjectContext(
            tuple(handlers),
            session.scope.profiles,
            tuple(session.modules(suspicious)),
            lambda module: env_files(session.path_of(module)),
            partial(has_earlier_sdk, self.requirements, session),
        )
        for rule, check_project in checks:
            report = RuleReport()
            with Contained(self.failures, "check", path="", rule=rule.name):
                check_project(project, report)
            with Contained(self.failures, "report", path="", rule=rule.name):
                for draft in report.drafts:
                    self._add(rule, draft)

    def _env_source(self, path: Path) -> SourceText | None:
        """Return the text of an environment file, which findings may point into."""
        source = self.session.text_beside(path)
        if source is not None:
            self.session.add_source(source)
        return source

    def _configured(self, findings: Iterable[Finding]) -> tuple[list[Finding], list[Finding]]:
        """Return the findings that stand, with their levels, after what the user wants of some rules and files; and the others.

        That comes after ignore comments, so that a comment stays used where its rule is left out in the file.
        """
        paths = {file.display: file.path for file in self.session.files}
        kept: list[Finding] = []
        left_out: list[Finding] = []
        for each in findings:
            path = paths.get(each.span.path) or Path.cwd() / each.span.path
            level = self.options.level(each.name, each.level)
            finding = each if level is each.level else replace(each, level=level)
            pattern = self.options.pattern_for(finding.name, path)
            if pattern is not None:
                suppression = Suppression(HiddenBy.PER_FILE, pattern)
                left_out.append(replace(finding, suppression=suppression, fix_id=None))
                continue
            if finding.fix_id is not None and finding.name in self.options.unfixable:
                self.fixes.withhold(finding.fix_id)
            kept.append(finding)
        return kept, left_out

    # --- findings ---

    def _add(
        self, rule: RegisteredRule, draft: Draft, engine: str | None = None, handler: str | None = None
    ) -> None:
        session = self.session
        span = session.span(draft.site)
        if draft.secret:
            session.secrets.found.append(span)
        notes = tuple(
            Label(session.span(note.site), note.message, note.role, note.is_reminder) for note in draft.notes
        )
        fix_id = None
        if draft.fix is not None and isinstance(draft.site, Site):
            trusted = rule.name in self.options.safe_fixes
            write = partial(_write_fix, session, draft.fix, draft.site.module, counts_as_safe=trusted)
            fix_id = self.fixes.add_lazy(
                LazyFix(write, self.verifier.verified, rule.name, span.path, handler)
            )
        self.found.add(
            Finding(
                rule.code,
                rule.name,
                draft.level,
                draft.message[:1].upper() + draft.message[1:],
                Label(span, draft.label, Role.PRIMARY),
                tuple(dict.fromkeys(notes)),
                draft.help,
                rule.url,
                engine,
                handler,
                fix_id,
            )
        )

    def _add_syntax_errors(self) -> None:
        session = self.session
        rule = next((rule for rule in self.rules if rule.name == "syntax-error"), None)
        for record in session.candidates:
            if rule is None or record.problem is None:
                continue
            session.add_source(record.shown)
            span = Span(record.display, record.problem.offset, record.problem.offset)
            message = f"This file cannot be checked: {record.problem.reason}"
            label = Label(span, "here", Role.PRIMARY)
            help_ = "nothing in this file is checked until it parses"
            self.found.add(
                Finding(rule.code, rule.name, rule.rule.level, message, label, (), help_, rule.url)
            )


@lru_cache(maxsize=64)
def _checks_of(
    profile: Profile, rules: tuple[RegisteredRule, ...], *, is_served: bool
) -> tuple[tuple[RegisteredRule, Check], ...]:
    """Return what is to be asked about the handlers of an engine."""
    return tuple(
        (rule, rule.check)
        for rule in rules
        if rule.check is not None and rule.rule.applies(profile) and (is_served or rule.rule.include_helpers)
    )


def _write_fix(session: Session, draft: FixDraft, module: ir.Module, *, counts_as_safe: bool) -> FixOutcome:
    """Write the fix that a rule asks for, or say why it cannot be."""
    try:
        rewritten = draft.rewrite(session.rewriter(module))
    except RefusedError as refused:
        return FixOutcome(None, refused.reason)
    message, applicability = draft.message, draft.applicability
    if rewritten.doubt:
        message, applicability = f"{message} ({rewritten.doubt})", Applicability.UNSAFE
    return FixOutcome(
        Fix(
            message,
            applicability,
            draft.in_flight,
            rewritten.edits,
            exposes_new_code=draft.reveals,
            uncovers=draft.uncovers,
            changes_result=draft.changes_result,
            counts_as_safe=counts_as_safe,
        )
    )


def _for(handler: Handler, draft: Draft) -> Draft:
    """Return a finding whose fix says what it means for runs in flight with the handler's engine."""
    return replace(draft, fix=draft.fix.with_engine(handler.profile)) if draft.fix is not None else draft
