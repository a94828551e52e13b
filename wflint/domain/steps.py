"""A step as it is called, and what becomes of it."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.domain.env import Frame, Returned
from wflint.domain.taint import LoopVariance, Path, Site
from wflint.domain.values import NO_ARGUMENTS, Actual, Arguments, Closure, Context, Value
from wflint.effects.facts import Concurrency
from wflint.engines import Color, StepMethod

if TYPE_CHECKING:
    from wflint.trace.events import Event

__all__ = ["Concurrency", "Consumption", "StepCall"]


@dataclass(slots=True, eq=False)
class StepCall:
    """A call of a step method at one place, reached over one path.

    Attributes:
        site: The call.
        path: The calls that lead to it, then the call itself.
        context: The context whose method it is.
        method: The step method.
        frame: The function run that calls it.
        arguments: The arguments by the names of the method's parameters.
        given: The arguments that its function is called with.
        surplus: Arguments that the method does not take: positional ones by number, others by name.
        loops: The loops around it, outermost first, callers' included.
        parent: The step in whose function it is called; `None` in replayed code.
        consumed: How its coroutine was used; empty if never.
        body: What its function does.
        closures: Functions made in loops outside of it that its function calls.
        returned: What its function returns.
        ran: Whether it was executed at all.
        gives_coroutine: Whether what its function gives is a coroutine, which the engine then has to await.
        call_method: The `__call__` of its function, where that is an object.
    """

    site: Site
    path: Path
    context: Context
    method: StepMethod
    frame: Frame
    arguments: Mapping[str, Actual] = field(default_factory=dict["str", "Actual"])
    given: Arguments = NO_ARGUMENTS
    surplus: Mapping[int | str, Actual] = field(default_factory=dict["int | str", "Actual"])
    open_arguments: bool = False
    loops: tuple[LoopVariance, ...] = ()
    parent: StepCall | None = None
    consumed: set[Consumption] = field(default_factory=set["Consumption"])
    body: list[Event] = field(default_factory=list["Event"])
    closures: list[Closure] = field(default_factory=list["Closure"])
    returned: tuple[Returned, ...] = ()
    ran: bool = False
    gives_coroutine: bool = False
    call_method: Value | None = None

    @property
    def is_async(self) -> bool:
        """Whether it has to be awaited."""
        return (self.method.color or self.context.color) is Color.ASYNC

    @property
    def is_typed(self) -> bool:
        """Whether it says of which type its result is to be, so that another codec may make that of it."""
        return self.context.profile.codec.typed in self.arguments

    @property
    def name(self) -> Actual | None:
        """The name argument."""
        return self.arguments.get(self.method.name)

    @property
    def function(self) -> Actual | None:
        """The function argument, for steps that take one."""
        return self.arguments.get(self.method.function) if self.method.function else None

    @property
    def constant_name(self) -> str | None:
        """The name, where it is a constant string."""
        const = self.name.value.constant if self.name else None
        return const.value if const and isinstance(const.value, str) else None


class Consumption(enum.Enum):
    """How the coroutine of a step is used."""

    AWAITED = "awaited"
    TOGETHER = "together"
    TASK = "task"
    PASSED_ON = "passed on"
