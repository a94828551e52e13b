"""The fixes of a report's findings, each written when somebody first asks: many never are, and some are expensive."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import TYPE_CHECKING, Final, NamedTuple

from wflint.errors import Contained, InternalError
from wflint.record import record

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix

# Unique within the process, so that reports can be merged and no finding is given another one's fix.
_NUMBERS: Final = count(1)


class FixOutcome(NamedTuple):
    """What comes of asking for a fix.

    Attributes:
        fix: The rewrite; `None` where there is none.
        refusal: Why there is none, as a clause; empty where nobody wanted one.
    """

    fix: Fix | None = None
    refusal: str = ""


NO_FIX: Final = FixOutcome()
_FAILED: Final = FixOutcome(None, "wflint failed while it wrote the fix")
_WITHHELD: Final = FixOutcome(None, "the configuration wants no fixes of this rule (`fixable`, `unfixable`)")
_UNVERIFIED: Final = FixOutcome(None, "wflint failed while it verified the fix")


Verify = Callable[[Sequence["Fix"]], Sequence[FixOutcome]]
"""Tells of each of several fixes whether its result holds by itself, and the edits that make it."""


@dataclass(slots=True, eq=False)
class LazyFix:
    """A fix that is written once, when it is first asked for.

    Attributes:
        write: Writes it.
        verify: Tells what of it, and of others of the same check, may be published.
        rule: The rule that asked for it.
        path: The file that the finding is in.
        handler: The handler that the finding is about.
        outcome: What came of it, once it was asked for.
        published: What came of verifying it, once somebody asked for that.
        errors: The internal errors that ended the writing or the verification, if there were any.
    """

    write: Callable[[], FixOutcome]
    verify: Verify
    rule: str
    path: str
    handler: str | None
    outcome: FixOutcome | None = None
    published: FixOutcome | None = None
    errors: list[InternalError] = field(default_factory=list["InternalError"])

    def ask(self) -> FixOutcome:
        """Return what comes of it."""
        if self.outcome is None:
            self.outcome = _FAILED
            with self._contained("write the fix of"):
                self.outcome = self.write()
        return self.outcome

    def ask_verified(self) -> FixOutcome:
        """Return what comes of it where its result holds by itself, or why it does not."""
        outcome = self.ask()
        if outcome.fix is None:
            return outcome
        if self.published is None:
            self.published = _UNVERIFIED
            with self._contained("verify the fix of"):
                (self.published,) = self.verify([outcome.fix])
        return self.published

    def _contained(self, activity: str) -> Contained:
        return Contained(self.errors, activity, path=self.path, handler=self.handler, rule=self.rule)


@record
class Fixes:
    """The fixes that the findings of a report can have, by `Finding.fix_id`."""

    known: dict[int, tuple[FixOutcome, FixOutcome]] = field(
        default_factory=dict["int", "tuple[FixOutcome, FixOutcome]"]
    )
    """What came of asking for a fix, and of verifying it, where that is done already."""
    lazy: dict[int, LazyFix] = field(default_factory=dict["int", "LazyFix"])

    @classmethod
    def merged(cls, several: Iterable[Fixes]) -> Fixes:
        """Return the fixes of several reports; what one of them has written is written for all."""
        every = cls()
        for each in several:
            every.known.update(each.known)
            every.lazy.update(each.lazy)
        return every

    def add(self, fix: Fix) -> int:
        """Take a fix that is written already, and return its number."""
        return self.add_outcome(FixOutcome(fix), FixOutcome(fix))

    def add_lazy(self, fix: LazyFix) -> int:
        """Take a fix that is written when somebody asks for it, and return its number."""
        number = next(_NUMBERS)
        self.lazy[number] = fix
        return number

    def withhold(self, number: int) -> None:
        """Offer a fix no more: the user wants none of its rule."""
        self.known[number] = _WITHHELD, _WITHHELD
        self.lazy.pop(number, None)

    def add_outcome(self, outcome: FixOutcome, published: FixOutcome) -> int:
        """Take what came of asking for a fix, and of verifying it, and return its number."""
        number = next(_NUMBERS)
        self.known[number] = outcome, published
        return number

    def outcome(self, finding: Finding) -> FixOutcome:
        """Return what comes of asking for a finding's fix."""
        number = finding.fix_id
        if number in self.known:
            return self.known[number][0]
        return self.lazy[number].ask() if number in self.lazy else NO_FIX

    def verify_together(self, findings: Iterable[Finding]) -> None:
        """Verify the fixes of some findings at once, which takes about as long as one of them alone."""
        waiting: dict[Verify, list[LazyFix]] = {}
        for finding in findings:
            lazy = self.lazy.get(finding.fix_id) if finding.fix_id is not None else None
            if lazy is not None and lazy.published is None and lazy.ask().fix is not None:
                waiting.setdefault(lazy.verify, []).append(lazy)
        for verify, several in waiting.items():
            # One that fails spoils it for all; then each is verified when it is asked for.
            with Contained([], "verify the fixes", path=""):
                outcomes = verify([fix for each in several if (fix := each.ask().fix) is not None])
                for lazy, outcome in zip(several, outcomes, strict=True):
                    lazy.published = outcome

    def verified(self, finding: Finding) -> FixOutcome:
        """Return what comes of asking for a finding's fix, to be applied without a check of its result."""
        number = finding.fix_id
        if number in self.known:
            return self.known[number][1]
        return self.lazy[number].ask_verified() if number in self.lazy else self.outcome(finding)

    @property
    def errors(self) -> tuple[InternalError, ...]:
        """Return the internal errors that have ended the writing of fixes so far."""
        return tuple(error for each in self.lazy.values() for error in each.errors)
