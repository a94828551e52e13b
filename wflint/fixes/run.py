"""Fixes files in passes until nothing more can be fixed; nothing is written.

A pass applies all fixes that do not get in each other's way and checks the result. Where it does not hold, the fixes that
spoil it are found by halves and left out for good, each with the reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from wflint.checking.fingerprint import fingerprints
from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.errors import Contained, InternalError, SourceError
from wflint.files.discovery import SourceFile
from wflint.files.edits import apply_edits, by_path, clash
from wflint.files.moved import moved
from wflint.files.reading import real_path
from wflint.files.text import SourceText
from wflint.findings import Edit, Finding, Fix
from wflint.fixes.policy import Answer, Applied, FixPolicy, FixResult, Obstacle, Question, Remaining
from wflint.fixes.verdict import new_finding, objection
from wflint.ir.language import Language, Verified, Verifier
from wflint.languages import language_of
from wflint.rules import all_rules
from wflint.workspace.session import Session
from wflint.workspace.workspace import Workspace

_MAX_PASSES: Final = 10
_ANSWERED: Final = {
    Answer.NO: (Obstacle.DECLINED, "you declined it"),
    Answer.NOT_ASKED: (Obstacle.NOT_ASKED, "you were not asked"),
}
_FAILED: Final = "wflint failed while it verified the fix"
_ABOUT_IGNORES: Final = frozenset({"malformed-ignore", "unknown-ignore"})


def fix_files(
    files: Sequence[SourceFile],
    options: CheckOptions,
    policy: FixPolicy,
    *,
    workspace: Workspace | None = None,
    buffers: Mapping[Path, bytes] | None = None,
) -> FixResult:
    """Fix what can be fixed in some files; nothing is written.

    Args:
        files: The files.
        options: What to look for.
        policy: Which fixes are wanted.
        workspace: What earlier runs have read and parsed.
        buffers: Texts that stand for those on disk, by absolute path.

    Raises:
        DataError: A row of the user's effects is not well formed.
    """
    workspace = workspace if workspace is not None else Workspace()
    return _Run(files, options, policy, workspace, dict(buffers or {})).result()


class _Candidate(NamedTuple):
    """A fix that may be applied.

    Attributes:
        finding: What it mends.
        fix: The fix.
        fingerprint: Recognises the finding in the report of another pass.
    """

    finding: Finding
    fix: Fix
    fingerprint: str


class _Trial(NamedTuple):
    """Fixes that hold together.

    Attributes:
        texts: The files that they change, with their new texts.
        accepted: The fixes.
        report: What a check of the result says.
    """

    texts: Mapping[str, str]
    accepted: list[_Candidate]
    report: Report


@dataclass(slots=True)
class _Run:
    files: Sequence[SourceFile]
    options: CheckOptions
    policy: FixPolicy
    workspace: Workspace
    buffers: dict[Path, bytes]
    before: dict[str, SourceText] = field(default_factory=dict[str, SourceText])
    after: dict[str, str] = field(default_factory=dict[str, str])
    applied: list[Applied] = field(default_factory=list[Applied])
    refused: dict[str, str] = field(default_factory=dict[str, str])
    """Why a finding was not fixed, by its fingerprint."""
    answers: dict[str, Answer] = field(default_factory=dict[str, Answer])
    """Whether somebody wants the fix of a finding that is still there, by its fingerprint."""
    asked: int = 0
    """How many fixes somebody was asked about."""
    failures: list[InternalError] = field(default_factory=list[InternalError])
    given: dict[str, Path] = field(init=False)
    """The files that may be changed: their absolute paths, by the paths that are shown."""
    verifiers: dict[Language, Verifier] = field(default_factory=dict["Language", "Verifier"])
    rewrites: dict[tuple[Edit, ...], Verified] = field(default_factory=dict[tuple[Edit, ...], "Verified"])
    """What edits make of a file in this pass: the parts of a batch have most of their files in common."""

    def __post_init__(self) -> None:
        self.given = {file.display: real_path(file.path) for file in self.files}

    def result(self) -> FixResult:
        report = self._check(self.buffers)
        first = self._kinds(report.findings)
        for _ in range(_MAX_PASSES):
            chosen = self._chosen(report)
            if not chosen:
                break
            report = self._pass(report, chosen)
        remaining = tuple(
            self._remaining(report, finding, fingerprint)
            for finding, fingerprint in _identified(report)
            if self._is_asked_for(finding)
        )
        shown = replace(report, findings=tuple(each.finding for each in remaining))
        late = (self._kinds(each.finding for each in self.applied) - first).total()
        return FixResult(
            self.before, self.after, tuple(self.applied), remaining, shown, late, tuple(self.failures)
        )

    def _check(self, buffers: Mapping[Path, bytes]) -> Report:
        """Return a check with all rules: a fix must not bring about a finding of any."""
        options = replace(self.options, rules=frozenset(rule.name for rule in all_rules()))
        session = Session(self.files, options.scope, workspace=self.workspace, buffers=buffers)
        return check_session(session, options)

    def _is_asked_for(self, finding: Finding) -> bool:
        return finding.name in self.options.rules

    def _kinds(self, findings: Iterable[Finding]) -> Counter[tuple[str, str]]:
        """Return how many findings each rule has in each file, of the rules that are asked for."""
        return Counter((each.span.path, each.code) for each in findings if self._is_asked_for(each))

    def _remaining(self, report: Report, finding: Finding, fingerprint: str) -> Remaining:
        answer = self.answers.get(fingerprint, Answer.YES)
        if answer is not Answer.YES:
            return Remaining(finding, *_ANSWERED[answer])
        if fingerprint in self.refused:
            return Remaining(finding, Obstacle.UNFIXABLE, self.refused[fingerprint])
        fix_ = report.fix_of(finding)
        if fix_ is None:
            return Remaining(finding, Obstacle.UNFIXABLE, report.refusal_of(finding))
        if why := self.policy.refuses(fix_):
            return Remaining(finding, Obstacle.OPTIONS, why)
        return Remaining(finding, Obstacle.UNFIXABLE, "it is not settled after so many passes")

    def _chosen(self, report: Report) -> list[_Candidate]:
        """Return the fixes of the next pass: all that are wanted, and do not get in each other's way."""
        possible = list(self._possible(report))
        total = self.asked + sum(each.fingerprint not in self.answers for each in possible)
        chosen: list[_Candidate] = []
        for each in possible:
            if any(clash(each.fix.edits, other.fix.edits) for other in chosen):
                continue
            if each.fingerprint not in self.answers:
                self.asked += 1
                question = Question(each.finding, each.fix, report, self.asked, total)
                self.answers[each.fingerprint] = self.policy.ask(question)
            if self.answers[each.fingerprint] is Answer.YES:
                chosen.append(each)
        # What code says that has not run before is not held against the fixes beside it, and what an ignore comment means
        # to silence is not rewritten for a slip of the pen.
        first = [each for each in chosen if each.finding.name in _ABOUT_IGNORES]
        new = [each for each in chosen if each.fix.exposes_new_code]
        return first or [each for each in new if not each.fix.uncovers] or new or chosen

    def _possible(self, report: Report) -> Iterator[_Candidate]:
        """Yield the fixes that the options allow for."""
        for finding, fingerprint in _identified(report):
            if not self._is_asked_for(finding) or fingerprint in self.refused:
                continue
            fix_ = report.fix_of(finding)
            if fix_ is None or not fix_.edits or self.policy.refuses(fix_):
                continue
            if any(edit.span.path not in self.given for edit in fix_.edits):
                self.refused[fingerprint] = "it would change a file that was not given"
                continue
            yield _Candidate(finding, fix_, fingerprint)

    def _pass(self, report: Report, chosen: list[_Candidate]) -> Report:
        self.rewrites.clear()
        texts, accepted, after = self._settled(report, [], chosen) or _Trial({}, [], report)
        if accepted:
            # What did not hold in the old text may hold in the new one.
            self.refused.clear()
        for path, text in texts.items():
            source = report.sources[path]
            self.before.setdefault(path, source)
            self.after[path] = text
            self.buffers[self.given[path]] = source.encode(text)
        for each in accepted:
            self.applied.append(self._applied(report, each))
            # Another one like it may bear its fingerprint from now on.
            del self.answers[each.fingerprint]
        return after

    def _applied(self, report: Report, candidate: _Candidate) -> Applied:
        span = candidate.finding.span
        first = self.before.get(span.path)
        start = span.start if first is None else moved(span.start, report.sources[span.path].text, first.text)
        return Applied(candidate.finding, candidate.fix, start)

    def _settled(self, report: Report, accepted: list[_Candidate], batch: list[_Candidate]) -> _Trial | None:
        """Return the largest part of a batch that holds beside what is accepted; `None` where none does."""
        first, trial = batch[0], [*accepted, *batch]
        why: str | _Trial = _FAILED
        failures: list[InternalError] = []
        with Contained(
            failures,
            "verify the fix of",
            path=first.finding.span.path,
            handler=first.finding.handler,
            rule=first.finding.name,
        ):
            why = self._tried(report, trial)
        if isinstance(why, _Trial):
            return why
        if len(batch) == 1:
            self.refused[first.fingerprint] = why
            self.failures += failures
            return None
        middle = len(batch) // 2
        left = self._settled(report, accepted, batch[:middle])
        right = self._settled(report, left.accepted if left else accepted, batch[middle:])
        return right or left

    def _tried(self, report: Report, trial: list[_Candidate]) -> _Trial | str:
        """Return what fixes make of the files, or why that does not hold, as a clause."""
        edits = by_path(edit for each in trial for edit in each.fix.edits)
        try:
            rewrites = {path: self._rewrite(report, tuple(each)) for path, each in edits.items()}
            for rewrite in rewrites.values():
                if rewrite.problem:
                    return rewrite.problem
            buffers = {
                self.given[path]: report.sources[path].encode(each.text) for path, each in rewrites.items()
            }
        except SourceError as error:
            return f"the result cannot be written: {error.reason}"
        after = self._check({**self.buffers, **buffers})
        exposes_new_code = any(each.fix.exposes_new_code for each in trial)
        fixed = [each.finding for each in trial]
        why = objection(report, after, fixed, exposes_new_code=exposes_new_code)
        if not why and any(each.fix.uncovers for each in trial):
            why = new_finding(report, after, lambda finding: self._can_fix(after, finding))
        texts = {path: rewrite.text for path, rewrite in rewrites.items()}
        return why or _Trial(texts, trial, after)

    def _can_fix(self, report: Report, finding: Finding) -> bool:
        fix_ = report.fix_of(finding)
        return fix_ is not None and self._is_asked_for(finding) and not self.policy.refuses(fix_)

    def _rewrite(self, report: Report, edits: tuple[Edit, ...]) -> Verified:
        """Return what some edits make of the file that all of them are in."""
        if edits not in self.rewrites:
            source = report.sources[edits[0].span.path]
            verifier = self._verifier(source.path)
            self.rewrites[edits] = verifier.verify(source, apply_edits(source.text, edits), edits)
        return self.rewrites[edits]

    def _verifier(self, path: str) -> Verifier:
        language = language_of(path)
        if language not in self.verifiers:
            self.verifiers[language] = language.verifier(
                lambda source: self.workspace.files.parse_again(self.given[source.path], source)
            )
        return self.verifiers[language]


def _identified(report: Report) -> list[tuple[Finding, str]]:
    """Return the findings with their fingerprints."""
    return list(zip(report.findings, fingerprints(report.findings, report.sources), strict=True))
