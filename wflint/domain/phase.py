"""When code runs, seen from the steps of its handler."""

from __future__ import annotations

import enum
from dataclasses import field
from typing import Any, Generic, TypeVar

from wflint.domain.sites import StepId
from wflint.record import record

_Step = TypeVar("_Step", bound=StepId)


class Part(enum.Enum):
    """A part of a handler's replayed code, by the steps that can run before and after it."""

    PRELUDE = "prelude"
    """No step can have run before."""

    BETWEEN_STEPS = "between steps"
    AFTER_LAST_STEP = "after the last step"
    WITHOUT_STEPS = "without steps"
    """No step can have run before, and none can run after: a run that comes here ends without one."""


class PhaseKind(enum.Enum):
    """How code relates to the steps around it."""

    REPLAYED = "replayed"
    STEP_ARGUMENT = "argument of a step"
    """It is replayed as well: an argument is evaluated in every pass, and what a finished step is given is dropped."""

    IN_STEP = "in a step"


@record
class Phase(Generic[_Step]):
    """When code runs. Which `Part` replayed code belongs to is known only once the whole handler is followed.

    Attributes:
        kind: How the code relates to the steps around it.
        step: The step that it runs in, or whose argument it computes; `None` elsewhere.
        inside: The step in whose function the code runs; `None` in replayed code. Kept, since everything asks for it.
    """

    kind: PhaseKind = PhaseKind.REPLAYED
    step: _Step | None = None
    inside: _Step | None = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "inside", self.step if self.kind is PhaseKind.IN_STEP else None)

    @property
    def argument_of(self) -> _Step | None:
        """Return the step whose argument the code computes."""
        return self.step if self.kind is PhaseKind.STEP_ARGUMENT else None

    def submitting(self, step: _Step) -> Phase[_Step]:
        """Return the phase of a step's arguments; inside of another step's function they run as that does."""
        return self if self.kind is PhaseKind.IN_STEP else Phase(PhaseKind.STEP_ARGUMENT, step)


REPLAYED: Phase[Any] = Phase()
"""The phase of replayed code."""
