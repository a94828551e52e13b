"""What runs later or elsewhere, and what awaiting it gives: coroutines, tasks, the results of steps.

Coroutines and tasks change, and hash by identity.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from wflint.domain.alternatives import Closure, Context
from wflint.domain.env import Returned
from wflint.domain.sites import Path, Site, StepId
from wflint.domain.taint import UNTAINTED, LoopVariance, Taint
from wflint.domain.values import Arguments, CodeRef, Ref, Value
from wflint.record import record


@record
class Pending(CodeRef):
    """The coroutine of a step that has not run yet."""

    step: StepId


@record
class PendingEnd(Ref):
    """What a method gives that ends the run once it is awaited."""

    context: Context
    path: Path


@dataclass(slots=True, eq=False)
class Coroutine(CodeRef):
    """The coroutine (or generator) of a first-party function that has not run yet."""

    closure: Closure
    arguments: Arguments
    site: Site
    generator: bool = False
    ran: bool = False
    rounds: frozenset[Taint] = UNTAINTED
    """The taint of what decides how many items a generator gives; empty until somebody has gone through it."""


@dataclass(slots=True, eq=False)
class Task(CodeRef):
    """A task that was started; `result` is what awaiting it gives."""

    site: Site
    result: Value
    runs_steps: bool = False
    awaited: bool = False
    together: bool = False
    """Whether it was passed to a call that awaits several tasks; findings are reported on that call instead."""
    loops: tuple[LoopVariance, ...] = ()
    """The loops that it was started in."""
    overlaps: bool = False
    """Whether another task was started before it was awaited."""

    def finish(self, loops: tuple[LoopVariance, ...]) -> Value:
        """Return its result, which is awaited in some loops; in others than its own, the next one has been started before."""
        self.awaited = True
        if loops[: len(self.loops)] != self.loops:
            self.overlaps = True
        return self.result


@record
class Promise(CodeRef):
    """What an eager call has started, and awaiting it gives: the call ran by itself as far as it could.

    Attributes:
        value: What awaiting it gives.
        path: The calls that lead to the call, then the call itself; empty where it is no call of a first-party function.
        runs_steps: Whether the call runs steps.
        steps: The steps whose promises it is made of, which are awaited with it.
        returned: The places in the called function that return the value.
        is_timer: Whether nothing but the time settles it.
    """

    value: Value
    path: Path = ()
    runs_steps: bool = False
    steps: tuple[StepId, ...] = ()
    returned: tuple[Returned, ...] = field(compare=False, default=())
    is_timer: bool = False


class ResultPart(enum.Enum):
    """Which part of a step's result something is, where its key is not known."""

    ROUND = "round"
    """The item of one iteration over it."""

    ITEM = "item"
    """The item at some key."""


ROUND, ITEM = ResultPart.ROUND, ResultPart.ITEM
_MAX_DEPTH = 3


@record
class StepResult(Ref):
    """The result of a step, or a part of it.

    Attributes:
        step: The step.
        whole: Whether it is the result itself.
        place: The keys that lead to it in the result, `ResultPart` for unknown ones; `None` where that is not known.
    """

    step: StepId
    whole: bool = True
    place: tuple[object, ...] | None = ()

    def part(self, key: object) -> StepResult:
        """Return the part at a key."""
        deeper = self.place is not None and len(self.place) < _MAX_DEPTH
        return StepResult(self.step, whole=False, place=(*(self.place or ()), key) if deeper else None)

    def derived(self) -> StepResult:
        """Return what is computed from it."""
        return StepResult(self.step, whole=False, place=None)
