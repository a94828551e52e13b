"""The fixes of a report's findings, each written when somebody first asks: many never are, and some are expensive."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import count
from typing import Final, NamedTuple

from wflint.errors import Contained, InternalError
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


@dataclass(slots=True)
class LazyFix:
    """A fix that is written once, when it is first asked for.

    Attributes:
        write: Writes it.
        rule: The rule that asked for it.
        path: The file that the finding is in.
        handler: The handler that the finding is about.
        outcome: What came of it, once it was asked for.
        errors: The internal error that ended the writing, if there was one.
    """

    write: Callable[[], FixOutcome]
    rule: str
    path: str
    handler: str | None
    outcome: FixOutcome | None = None
    errors: list[InternalError] = field(default_factory=list["InternalError"])

    def ask(self) -> FixOutcome:
        """Return what comes of it."""
        if self.outcome is None:
            self.outcome = _FAILED
            with Contained(
                self.errors, "write the fix of", path=self.path, handler=self.handler, rule=self.rule
            ):
                self.outcome = self.write()
        return self.outcome


@dataclass(frozen=True, slots=True)
class Fixes:
    """The fixes that the findings of a report can have, by `Finding.fix_id`."""

    written: dict[int, Fix] = field(default_factory=dict["int", "Fix"])
    lazy: dict[int, LazyFix] = field(default_factory=dict["int", "LazyFix"])

    @classmethod
    def merged(cls, several: Iterable[Fixes]) -> Fixes:
        """Return the fixes of several reports; what one of them has written is written for all."""
        every = cls()
        for each in several:
            every.written.update(each.written)
            every.lazy.update(each.lazy)
        return every

    def add(self, fix: Fix) -> int:
        """Take a fix that is written already, and return its number."""
        number = next(_NUMBERS)
        self.written[number] = fix
        return number

    def add_lazy(self, fix: LazyFix) -> int:
        """Take a fix that is written when somebody asks for it, and return its number."""
        number = next(_NUMBERS)
        self.lazy[number] = fix
        return number

    def outcome(self, finding: Finding) -> FixOutcome:
        """Return what comes of asking for a finding's fix."""
        number = finding.fix_id
        if number in self.written:
            return FixOutcome(self.written[number])
        return self.lazy[number].ask() if number in self.lazy else NO_FIX

    @property
    def errors(self) -> tuple[InternalError, ...]:
        """Return the internal errors that have ended the writing of fixes so far."""
        return tuple(error for each in self.lazy.values() for error in each.errors)
