"""Fixes that a rule asks for, in the model's terms; nobody has written them yet."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from wflint.engines import Profile
from wflint.findings import Applicability, InFlight
from wflint.ir.rewriting import Rewriter, Rewritten
from wflint.record import record


@record
class FixDraft:
    """A fix that nobody has written yet.

    Attributes:
        message: What it does, in the imperative.
        in_flight: Whether runs in flight during the deploy live on.
        rewrite: Asks the front end for it.
        applicability: Safe or unsafe, where the front end has no doubts of its own.
        reveals: Whether code runs then that has not run before, about which there may be more to say.
        invalidates: Whether what runs in flight have recorded of a step is of no use then, however the engine finds it.
        changes_result: Whether that is so because the handler reads something of a step that has not been recorded so far.
        uncovers: Whether code of a step is replayed then, which may ask for other fixes.
    """

    message: str
    in_flight: InFlight
    rewrite: Callable[[Rewriter], Rewritten]
    applicability: Applicability = Applicability.SAFE
    reveals: bool = False
    invalidates: bool = False
    changes_result: bool = False
    uncovers: bool = False

    def unsafe(self) -> FixDraft:
        """Return the same fix for code that may mean something else after it."""
        return replace(self, applicability=Applicability.UNSAFE)

    def revealing(self) -> FixDraft:
        """Return the same fix where it lets code run that has not run before."""
        return replace(self, reveals=True)

    def uncovering(self) -> FixDraft:
        """Return the same fix where it takes code out of a step."""
        return replace(self, reveals=True, uncovers=True)

    def with_engine(self, engine: Profile) -> FixDraft:
        """Return the same fix for an engine; some find steps by name, whatever is added before them."""
        survives = engine.identity.is_by_name and not self.invalidates
        return replace(self, in_flight=InFlight.KEEPS) if survives else self


def keeps(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """Ask for a safe fix that runs in flight survive."""
    return FixDraft(message, InFlight.KEEPS, rewrite)


def breaks(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """Ask for a safe fix that adds or moves a step."""
    return FixDraft(message, InFlight.BREAKS, rewrite)


def renames(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """Ask for a safe fix that renames a step."""
    return FixDraft(message, InFlight.BREAKS, rewrite, invalidates=True)


def changes_result(message: str, rewrite: Callable[[Rewriter], Rewritten]) -> FixDraft:
    """Ask for a safe fix after which the handler reads something of a step that has not been recorded so far."""
    return FixDraft(message, InFlight.BREAKS, rewrite, invalidates=True, changes_result=True)
