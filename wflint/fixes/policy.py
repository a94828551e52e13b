"""Which fixes a run applies, and what it comes to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wflint.checking.report import Report
from wflint.errors import InternalError, UsageError, distinct
from wflint.files.text import SourceText
from wflint.findings import Finding, Fix, FixClass
from wflint.record import record


@record
class FixPolicy:
    """Which fixes are wanted.

    Attributes:
        beyond_safe: The classes that are, besides safe ones, which always are.
        ask: Asked for each fix, if it is wanted; by default all are. The report is the one that holds the finding.
    """

    beyond_safe: frozenset[FixClass] = frozenset({FixClass.DRAIN})
    ask: Callable[[Finding, Fix, Report], bool] = lambda _finding, _fix, _report: True

    @classmethod
    def of(cls, *, unsafe: bool = False, safe_only: bool = False) -> FixPolicy:
        """Return the policy that a user asks for.

        Raises:
            UsageError: More and less is asked for at once.
        """
        if unsafe and safe_only:
            raise UsageError("--safe-only and --unsafe do not go together")
        if safe_only:
            return SAFE_ONLY
        return EVERYTHING if unsafe else cls()

    def refuses(self, fix: Fix) -> str:
        """Return why a fix is not wanted, as a clause; empty where it is."""
        return "" if fix.fix_class in self.beyond_safe else _REFUSED.get(fix.fix_class, "")


SAFE_ONLY: Final = FixPolicy(frozenset())
EVERYTHING: Final = FixPolicy(frozenset({FixClass.DRAIN, FixClass.UNSAFE}))


_REFUSED: Final[Mapping[FixClass, str]] = MappingProxyType(
    {
        FixClass.DRAIN: "runs in flight would have to be drained; `--safe-only` leaves it out",
        FixClass.UNSAFE: "its fix is unsafe; `--unsafe` applies it",
    }
)


@record
class Applied:
    """A finding that was fixed, and the fix."""

    finding: Finding
    fix: Fix


@record
class Remaining:
    """A finding that is still there, and why nothing was done about it."""

    finding: Finding
    reason: str


@record
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
