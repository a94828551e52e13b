"""What a check has found."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Final

from wflint.checking.fixes import Fixes
from wflint.levels import HiddenBy
from wflint.record import record

if TYPE_CHECKING:
    from wflint.errors import InternalError, SourceError
    from wflint.files.text import SourceText
    from wflint.findings import Finding, Fix, Span


@record
class Report:
    """Everything that a renderer needs.

    Attributes:
        findings: Sorted by path and position; those below the minimum level are already gone.
        sources: The text of every file that a finding's span points into, by the span's path.
        files: Number of files that were looked at.
        handlers: Number of handlers found.
        steps: Number of step calls found in them.
        unknown_calls: Calls in replayed code that could not be resolved.
        below_min_level: Findings below the minimum level, by rule code.
        errors: Files that could not be read.
        on_unchanged_lines: Findings that are left out because they are on lines that have not changed.
        given: The files that the check was about, as they are shown; it may have read others.
        failures: Internal errors that ended part of the check.
        fixes: The fixes that the findings can have.
        engines: The ids of the engines whose handlers were found.
        suppressed: Findings that are hidden one by one, each with what hides it, sorted alike; none has a fix.
        hidden_at: Where findings below the minimum level are, by rule code, as far as that was worked out.
    """

    findings: tuple[Finding, ...]
    sources: Mapping[str, SourceText]
    files: int
    handlers: int
    steps: int
    unknown_calls: int
    below_min_level: Mapping[str, int] = field(default_factory=dict[str, int])
    errors: tuple[SourceError, ...] = ()
    on_unchanged_lines: int = 0
    given: frozenset[str] = frozenset()
    failures: tuple[InternalError, ...] = ()
    fixes: Fixes = field(default_factory=Fixes, compare=False, repr=False)
    engines: frozenset[str] = frozenset()
    suppressed: tuple[Finding, ...] = ()
    hidden_at: frozenset[tuple[str, Span]] = field(
        default_factory=frozenset["tuple[str, Span]"], compare=False, repr=False
    )

    def hidden_by(self, by: HiddenBy) -> int:
        """Return how many findings something hides."""
        return sum(each.suppression is not None and each.suppression.by is by for each in self.suppressed)

    def fix_of(self, finding: Finding) -> Fix | None:
        """Return the fix of one of the findings, where it has one; it is written when somebody first asks."""
        return self.fixes.outcome(finding).fix

    def verified_fix_of(self, finding: Finding) -> Fix | None:
        """Return the fix of one of the findings where its result parses, keeps all comments and is clean to pyflakes.

        It is verified when somebody first asks, which costs as much as parsing the file: what offers edits asks for it.
        Who asks for all calls `verify_fixes` first.
        """
        return self.fixes.verified(finding).fix

    def verify_fixes(self) -> None:
        """Verify the fixes of all findings at once."""
        self.fixes.verify_together(self.findings)

    def refusal_of(self, finding: Finding) -> str:
        """Return why a fix that its rule asked for cannot be written, as a clause; empty where there is no such fix."""
        return self.fixes.outcome(finding).refusal

    @property
    def internal_errors(self) -> tuple[InternalError, ...]:
        """Return the mistakes of wflint itself: in the check, and in the fixes that somebody has asked for since."""
        return (*self.failures, *self.fixes.errors)

    @property
    def problems(self) -> tuple[SourceError | InternalError, ...]:
        """Return why something could not be checked, so that there may be more to find."""
        return (*self.errors, *self.internal_errors)


NOTHING: Final = Report((), {}, files=0, handlers=0, steps=0, unknown_calls=0)
"""The report on no files."""


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort findings by path and position, then by rule."""
    return tuple(sorted(findings, key=lambda each: (each.span, each.code)))


@dataclass(slots=True, eq=False)
class Worst:
    """Of findings of one rule at one place, reached on several ways, the worst, with the labels of the first."""

    _found: dict[tuple[str, Span], Finding] = field(default_factory=dict["tuple[str, Span]", "Finding"])

    def add(self, finding: Finding) -> None:
        """Take one more finding."""
        key = finding.code, finding.span
        known = self._found.get(key)
        if known is None:
            self._found[key] = finding
        elif known.level < finding.level:
            self._found[key] = replace(finding, related=known.related)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what stands, in the order in which the places were first reached."""
        return tuple(self._found.values())


def distinct_suppressed(suppressed: Iterable[Finding], shown: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the findings that stay hidden, each once: what one of several checks shows is shown."""
    found = Worst()
    at = {(each.code, each.span) for each in shown}
    for each in suppressed:
        if (each.code, each.span) not in at:
            found.add(each)
    return in_order(found.findings)
