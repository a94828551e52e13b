"""Fixes files in passes until nothing more can be fixed; nothing is written.

A pass applies all fixes that do not get in each other's way and checks the result. Where it does not hold, the fixes that
spoil it are found by halves and left out for good, each with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from wflint.checking.fingerprint import fingerprints
from wflint.checking.run import Options, Report, check_session
from wflint.files.discovery import SourceFile
from wflint.files.edits import apply_edits, by_path, clash
from wflint.files.text import SourceText
from wflint.findings import Applicability, Edit, Finding, Fix, InFlight, Level
from wflint.ir.language import Language, Verified, Verifier
from wflint.languages import language_of
from wflint.rules import all_rules
from wflint.workspace.parses import Parses
from wflint.workspace.session import Session

_MAX_PASSES: Final = 10
_UNWANTED: Final = "it was not wanted"
_STILL_THERE: Final = "the finding would still be there"
_EVERY_RULE: Final = frozenset(rule.name for rule in all_rules())
_ABOUT_IGNORES: Final = frozenset({"malformed-ignore", "unknown-ignore"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which fixes are wanted.

    Attributes:
        unsafe: Also those that may change what the handler means.
        keep_in_flight: None that lets runs in flight fail.
        ask: Asked for each fix, if it is wanted; by default all are.
    """

    unsafe: bool = False
    keep_in_flight: bool = False
    ask: Callable[[Finding, Fix, SourceText], bool] = lambda _finding, _fix, _source: True

    def refuses(self, fix: Fix) -> str:
        """Why a fix is not wanted, as a clause; empty where it is."""
        if fix.applicability is Applicability.UNSAFE and not self.unsafe:
            return "its fix is unsafe; `--unsafe` applies it"
        if fix.in_flight is InFlight.BREAKS and self.keep_in_flight:
            return "its fix would let runs in flight fail"
        return ""


@dataclass(frozen=True, slots=True)
class Left:
    """A finding that is still there, and why nothing was done about it."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """What a run comes to.

    Attributes:
        before: Each changed file as it was, by its path.
        after: Its new text.
        applied: The findings that were fixed, in order.
        left: Those that remain.
        report: What a check of the new texts says.
    """

    before: dict[str, SourceText]
    after: dict[str, str]
    applied: tuple[Finding, ...]
    left: tuple[Left, ...]
    report: Report


def fix(
    files: Sequence[SourceFile], options: Options, wanted: Wanted, buffers: dict[Path, bytes] | None = None
) -> Fixed:
    """Fix what can be fixed in some files.

    Args:
        files: The files.
        options: What to look for.
        wanted: Which fixes are wanted.
        buffers: Texts that stand for those on disk, by absolute path.

    Raises:
        DataError: A row of the user's effects is not well formed.
    """
    return _Run(files, options, wanted, dict(buffers or {})).result()


@dataclass(slots=True)
class _Run:
    files: Sequence[SourceFile]
    options: Options
    wanted: Wanted
    buffers: dict[Path, bytes]
    before: dict[str, SourceText] = field(default_factory=dict[str, SourceText])
    after: dict[str, str] = field(default_factory=dict[str, str])
    applied: list[Finding] = field(default_factory=list[Finding])
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Why a finding was not fixed, by its fingerprint."""
    given: dict[str, Path] = field(init=False)
    """The files that may be changed: their absolute paths, by the paths that are shown."""
    parses: Parses = field(default_factory=Parses)
    verifiers: dict[Language, Verifier] = field(default_factory=dict["Language", "Verifier"])
    rewrites: dict[tuple[Edit, ...], Verified] = field(default_factory=dict[tuple[Edit, ...], "Verified"])
    """What edits make of a file in this pass: the parts of a batch have most of their files in common."""

    def __post_init__(self) -> None:
        self.given = {file.display: file.path.resolve() for file in self.files}

    def result(self) -> Fixed:
        report = self._check(self.buffers)
        for _ in range(_MAX_PASSES):
            chosen = self._chosen(report)
            if not chosen:
                break
            report = self._pass(report, chosen)
        with_taint = [
            (finding, mark) for finding, mark in self._marked(report) if self._is_asked_for(finding)
        ]
        left = [Left(finding, self._reason(finding, mark)) for finding, mark in with_taint]
        shown = replace(report, findings=tuple(finding for finding, _ in with_taint))
        return Fixed(self.before, self.after, tuple(self.applied), tuple(left), shown)

    def _check(self, buffers: dict[Path, bytes]) -> Report:
        """A check with all rules: a fix must not bring about a finding of any."""
        options = replace(self.options, rules=_EVERY_RULE)
        return check_session(Session(self.files, options.scope, buffers=buffers, parses=self.parses), options)

    def _is_asked_for(self, finding: Finding) -> bool:
        return finding.name in self.options.rules

    def _reason(self, finding: Finding, mark: str) -> str:
        if mark in self.refused:
            return self.refused[mark]
        if finding.fix is not None:
            return self.wanted.refuses(finding.fix) or "it is not settled after so many passes"
        return finding.unfixed

    @staticmethod
    def _marked(report: Report) -> list[tuple[Finding, str]]:
        taint = fingerprints(report.findings, report.sources)
        return list(zip(report.findings, taint, strict=True))

    def _chosen(self, report: Report) -> list[tuple[Finding, str]]:
        """The fixes of the next pass: all that are wanted, and do not get in each other's way."""
        chosen: list[tuple[Finding, str]] = []
        for finding, mark in self._marked(report):
            if not self._is_asked_for(finding) or mark in self.refused:
                continue
            fix_ = finding.fix
            if fix_ is None or not fix_.edits or self.wanted.refuses(fix_):
                continue
            if any(edit.span.path not in self.given for edit in fix_.edits):
                self.refused[mark] = "it would change a file that was not given"
                continue
            if any(other.fix and clash(fix_.edits, other.fix.edits) for other, _ in chosen):
                continue
            if not self.wanted.ask(finding, fix_, report.sources[finding.span.path]):
                self.refused[mark] = _UNWANTED
                continue
            chosen.append((finding, mark))
        # What code says that has not run before is not held against the fixes beside it, and what an ignore comment means
        # to silence is not rewritten for a slip of the pen.
        first = [each for each in chosen if each[0].name in _ABOUT_IGNORES]
        return first or [each for each in chosen if each[0].fix and each[0].fix.reveals] or chosen

    def _pass(self, report: Report, chosen: list[tuple[Finding, str]]) -> Report:
        self.rewrites.clear()
        texts, accepted, after = self._settled(report, [], chosen) or ({}, [], report)
        if accepted:
            # What did not hold in the old text may hold in the new one.
            self.refused = {mark: why for mark, why in self.refused.items() if why == _UNWANTED}
        for path, text in texts.items():
            source = report.sources[path]
            self.before.setdefault(path, source)
            self.after[path] = text
            self.buffers[self.given[path]] = source.encode(text)
        self.applied.extend(accepted)
        return after

    def _settled(
        self, report: Report, accepted: list[Finding], batch: list[tuple[Finding, str]]
    ) -> tuple[dict[str, str], list[Finding], Report] | None:
        """The largest part of a batch that holds beside what is accepted, with its texts; `None` where none does."""
        trial = [*accepted, *(finding for finding, _ in batch)]
        rewrites = {path: self._rewrite(report, tuple(each)) for path, each in _edits(trial).items()}
        why, after = self._problem(report, trial, rewrites)
        if not why and after is not None:
            return {path: rewrite.text for path, rewrite in rewrites.items()}, trial, after
        if len(batch) == 1:
            self.refused[batch[0][1]] = why
            return None
        middle = len(batch) // 2
        first = self._settled(report, accepted, batch[:middle])
        second = self._settled(report, first[1] if first else accepted, batch[middle:])
        return second or first

    def _rewrite(self, report: Report, edits: tuple[Edit, ...]) -> Verified:
        """What some edits make of the file that all of them are in."""
        if edits not in self.rewrites:
            source = report.sources[edits[0].span.path]
            verifier = self._verifier(source.path)
            self.rewrites[edits] = verifier.verify(source, apply_edits(source.text, edits), edits)
        return self.rewrites[edits]

    def _verifier(self, path: str) -> Verifier:
        language = language_of(path)
        if language not in self.verifiers:
            self.verifiers[language] = language.verifier(
                lambda source: self.parses.parse_again(self.given[source.path], source)
            )
        return self.verifiers[language]

    def _problem(
        self, report: Report, trial: list[Finding], rewrites: Mapping[str, Verified]
    ) -> tuple[str, Report | None]:
        """Why new texts do not hold, and what a check says of them where they can be checked."""
        for rewrite in rewrites.values():
            if rewrite.problem:
                return rewrite.problem, None
        buffers = {
            self.given[path]: report.sources[path].encode(each.text) for path, each in rewrites.items()
        }
        after = self._check({**self.buffers, **buffers})
        if any(finding.fix and finding.fix.reveals for finding in trial):
            return _STILL_THERE if _remain(trial, report, after, _saying) else "", after
        if _remain(trial, report, after, _kind):
            return _STILL_THERE, after
        old, new = (Counter(map(_kind, each.findings)) for each in (report, after))
        for finding in after.findings:
            kind = _kind(finding)
            if _is_lesser(finding, after, trial, report):
                continue
            if new[kind] > old[kind] and finding.level is not Level.INFO:
                return f"the result would have another finding, {finding.code}: {finding.message}", after
        return "", after


def _edits(findings: list[Finding]) -> Mapping[str, list[Edit]]:
    """What fixes change, by file."""
    return by_path(edit for finding in findings if finding.fix for edit in finding.fix.edits)


def _is_lesser(finding: Finding, after: Report, trial: list[Finding], before: Report) -> bool:
    """Whether a finding says something less bad of a line that a fixed one spoke of."""
    line = _line(finding, after)
    return any(
        finding.level < fixed.level and finding.span.path == fixed.span.path and line == _line(fixed, before)
        for fixed in trial
    )


def _line(finding: Finding, report: Report) -> str:
    source = report.sources[finding.span.path]
    return source.line_text(source.line_of(finding.span.start)).strip()


def _remain(
    fixed: list[Finding], before: Report, after: Report, kind: Callable[[Finding], tuple[str, ...]]
) -> bool:
    """Whether a check still finds as many findings of a kind as if one of them had not been fixed."""
    old, new = (Counter(map(kind, report.findings)) for report in (before, after))
    return any(new[each] > old[each] - number for each, number in Counter(map(kind, fixed)).items())


def _kind(finding: Finding) -> tuple[str, ...]:
    return finding.span.path, finding.code


def _saying(finding: Finding) -> tuple[str, ...]:
    """Code that has not run before may have more findings of the same rule, which say something else."""
    return finding.span.path, finding.code, finding.message
