"""Which fixes a run applies, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wflint.checking.report import Report
from wflint.errors import InternalError, distinct
from wflint.files.text import SourceText
from wflint.findings import Applicability, Finding, Fix, InFlight


@dataclass(frozen=True, slots=True)
class FixPolicy:
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
        """Return why a fix is not wanted, as a clause; empty where it is."""
        if fix.applicability is Applicability.UNSAFE and not self.unsafe:
            return "its fix is unsafe; `--unsafe` applies it"
        if fix.in_flight is InFlight.BREAKS and self.keep_in_flight:
            return "its fix would let runs in flight fail"
        return ""


@dataclass(frozen=True, slots=True)
class Applied:
    """A finding that was fixed, and the fix."""

    finding: Finding
    fix: Fix


@dataclass(frozen=True, slots=True)
class Remaining:
    """A finding that is still there, and why nothing was done about it."""

    finding: Finding
    reason: str


@dataclass(frozen=True, slots=True)
class FixResult:
    """What a run of fixes comes to.

    Attributes:
        before: Each changed file as it was, by its path.
        after: Its new text.
        applied: The fixes that were applied, in order.
        remaining: The findings that are still there.
        report: What a check of the new texts says.
        failures: Internal errors that ended the verification of a fix.
    """

    before: dict[str, SourceText]
    after: dict[str, str]
    applied: tuple[Applied, ...]
    remaining: tuple[Remaining, ...]
    report: Report
    failures: tuple[InternalError, ...] = ()

    @property
    def internal_errors(self) -> tuple[InternalError, ...]:
        """Return the mistakes of wflint itself, in the checks and in the fixes."""
        return distinct([*self.report.internal_errors, *self.failures])
