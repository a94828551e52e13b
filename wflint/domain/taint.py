"""Taint: what made a value what it is. The sources of change it came from, the loops it varies with."""

from __future__ import annotations

from dataclasses import field
from typing import TypeAlias

from wflint.domain.sites import Path, ScopeId, Site
from wflint.effects import EffectKind, Row
from wflint.record import record


@record
class TaintSource:
    """A call whose result replay changes; the path ends at the call.

    Attributes:
        path: The calls that lead to it from replayed code, or from a module's own; then the call itself.
        row: What it does.
        name: What is called.
        is_of_process: Whether it runs once in each process, when a module is imported.
    """

    path: Path
    row: Row = field(compare=False)
    name: str
    is_of_process: bool = False

    @property
    def site(self) -> Site:
        """Return the call itself."""
        return self.path[-1]


@record
class LoopVariance:
    """The value may differ in each iteration of a loop, whose variables are in `scope`; `rounds` is how many there are."""

    loop: Site
    scope: ScopeId | None = field(compare=False, repr=False, default=None)
    rounds: int | None = field(compare=False, repr=False, default=None)


@record
class FromParameter:
    """Inside a summary: the value came from the function's parameter of that name."""

    name: str


@record
class FromRequest:
    """The value came from the run's payload or headers; `part` if from within, so that it may be missing."""

    what: str
    part: bool = False


@record
class FromSteps:
    """Something that is not followed made the value of a function that can run steps, and may call that function later."""


Taint: TypeAlias = "TaintSource | LoopVariance | FromParameter | FromRequest | FromSteps"
UNTAINTED: frozenset[Taint] = frozenset()


def taint_sources(taint: frozenset[Taint]) -> list[TaintSource]:
    """Return the sources in a taint, in a stable order."""
    if not taint:
        return []
    found = [each for each in taint if isinstance(each, TaintSource)]
    return sorted(found, key=lambda source: (len(source.path), source.name))


def is_order(taint: Taint) -> bool:
    """Return whether a taint is that of an order which differs from process to process."""
    return isinstance(taint, TaintSource) and taint.row.effect is EffectKind.ORDER
