"""Which fixes a run applies, and what it comes to."""

from __future__ import annotations

import enum
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from wflint.checking.report import Report
from wflint.errors import InternalError, UsageError, distinct
from wflint.files.moved import moved
from wflint.files.text import SourceText
from wflint.findings import Finding, Fix, FixClass
from wflint.record import record


class Answer(enum.Enum):
    """Whether somebody wants a fix."""

    YES = "yes"
    NO = "no"
    NOT_ASKED = "not asked"
    """Nobody was asked any more, so it is not applied."""


@record
class Question:
    """A fix that somebody is asked about.

    Attributes:
        finding: What it mends.
        fix: The fix.
        report: Holds the finding.
        number: How many fixes have been asked about, this one included.
        total: How many there are to ask about, as far as is known by now.
    """

    finding: Finding
    fix: Fix
    report: Report
    number: int
    total: int


@record
class FixPolicy:
    """Which fixes are wanted.

    Attributes:
        beyond_safe: The classes that are, besides safe ones, which always are.
        ask: Asked for each fix, if it is wanted; by default all are.
    """

    beyond_safe: frozenset[FixClass] = frozenset({FixClass.DRAIN})
    ask: Callable[[Question], Answer] = lambda _: Answer.YES

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
    """A finding that was fixed, and the fix.

    Attributes:
        finding: The finding, in the text that the pass of its fix has begun with.
        fix: The fix.
        start: Where the finding starts in its file as it was before the run.
    """

    finding: Finding
    fix: Fix
    start: int


class Obstacle(enum.Enum):
    """What has kept a finding from being fixed."""

    UNFIXABLE = "unfixable"
    """There is no fix, or its result does not hold."""

    OPTIONS = "options"
    """The options leave fixes of its class out."""

    DECLINED = "declined"
    """Somebody did not want it."""

    NOT_ASKED = "not asked"
    """Nobody was asked any more."""


@record
class Remaining:
    """A finding that is still there, and why nothing was done about it.

    Attributes:
        finding: The finding, in the new texts.
        obstacle: What has kept it from being fixed.
        reason: The same as a clause; empty where nobody wanted a fix.
    """

    finding: Finding
    obstacle: Obstacle
    reason: str = ""


@record
class FixResult:
    """What a run of fixes comes to.

    Attributes:
        before: Each changed file as it was, by its path.
        after: Its new text.
        applied: The fixes that were applied, in order.
        remaining: The findings that are still there.
        report: What a check of the new texts says.
        late: How many of the fixed findings appeared only once others were fixed.
        failures: Internal errors that ended the verification of a fix.
    """

    before: dict[str, SourceText]
    after: dict[str, str]
    applied: tuple[Applied, ...]
    remaining: tuple[Remaining, ...]
    report: Report
    late: int = 0
    failures: tuple[InternalError, ...] = ()

    def start_of(self, finding: Finding, *, is_written: bool) -> int:
        """Return where a finding that remains starts: in the new text of its file, or in the old one, which is still there."""
        path, start = finding.span.path, finding.span.start
        if is_written or path not in self.after:
            return start
        return moved(start, self.after[path], self.before[path].text)

    @property
    def internal_errors(self) -> tuple[InternalError, ...]:
        """Return the mistakes of wflint itself, in the checks and in the fixes."""
        return distinct([*self.report.internal_errors, *self.failures])
