"""Steps as they are called, and how their coroutines are used."""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

from wflint.domain.alternatives import Closure, Context
from wflint.domain.env import Env, Returned
from wflint.domain.sites import Path, Site, StepId
from wflint.domain.taint import LoopVariance
from wflint.domain.values import NO_ARGUMENTS, Actual, Arguments, Value
from wflint.engines import Color, StepMethod
from wflint.ir import nodes as ir
from wflint.record import record, with_plain_factories
from wflint.trace.event import Event


@record
class HandedOn:
    """An argument that functions hand on to each other.

    Attributes:
        written: Where it is written.
        call: The call that is given it there.
    """

    written: Site
    call: Site


@dataclass(slots=True, eq=False)
@with_plain_factories
class StepCall(StepId):
    """A call of a step method at one place, reached over one path.

    Attributes:
        context: The context whose method it is.
        method: The step method.
        scope: The variables of the function that calls it.
        caller: That function; `None` at the top level.
        arguments: The arguments by the names of the method's parameters.
        given: The arguments that its function is called with.
        surplus: Arguments that the method does not take: positional ones by number, others by name.
        loops: The loops around it, outermost first, callers' included.
        run_loops: The loops around the place where it is awaited.
        parent: The step in whose function it is called; `None` in replayed code.
        consumed: How its coroutine was used; empty if never.
        body: What its function does.
        closures: Functions made in loops outside of it that its function calls.
        returned: What its function returns.
        ran: Whether it was executed at all.
        returns_coroutine: Whether what its function gives is a coroutine, which the engine then has to await.
        returns_thenable: Whether what its function gives can be awaited, but is neither a coroutine nor a promise.
        call_method: The `__call__` of its function, where that is an object.
        handed: Where its name is written that the function which calls it is given; `None` where it says the name itself.
        behind: The step behind which it is chained (`a.then(() => b)`), so that it is awaited where that one is.
    """

    context: Context
    method: StepMethod
    scope: Env
    caller: ir.Function | None
    arguments: Mapping[str, Actual] = field(default_factory=dict["str", "Actual"])
    given: Arguments = NO_ARGUMENTS
    surplus: Mapping[int | str, Actual] = field(default_factory=dict["int | str", "Actual"])
    open_arguments: bool = False
    loops: tuple[LoopVariance, ...] = ()
    run_loops: tuple[LoopVariance, ...] = ()
    parent: StepCall | None = None
    consumed: set[Consumption] = field(default_factory=set["Consumption"])
    body: list[Event] = field(default_factory=list["Event"])
    closures: list[Closure] = field(default_factory=list["Closure"])
    returned: tuple[Returned, ...] = ()
    ran: bool = False
    returns_coroutine: bool = False
    returns_thenable: bool = False
    call_method: Value | None = None
    handed: HandedOn | None = None
    behind: StepCall | None = None

    @property
    def caller_path(self) -> Path:
        """Return the calls that lead to the function that calls it."""
        return self.path[:-1]

    def site_of(self, node: ir.Node) -> Site:
        """Return the place of a node in the function that calls it."""
        return Site(self.scope.module, node, self.caller.enclosing_definition if self.caller else None)

    @property
    def function_loops(self) -> tuple[LoopVariance, ...]:
        """Return the loops around the place where its function is called, which a promise made of it may have put off."""
        return self.run_loops if Consumption.CHAINED in self.consumed else self.loops

    @property
    def is_async(self) -> bool:
        """Return whether it has to be awaited."""
        return (self.method.color or self.context.color) is Color.ASYNC

    @property
    def is_consumed(self) -> bool:
        """Return whether somebody awaits it, or takes it over."""
        return bool(self.consumed - {Consumption.CHAINED})

    @property
    def is_typed(self) -> bool:
        """Return whether it names the type of its result, so that another codec may decode it."""
        return self.context.profile.codec.typed in self.arguments

    @property
    def name(self) -> Actual | None:
        """Return the name argument."""
        return self.arguments.get(self.method.name)

    @property
    def own_name(self) -> Actual | None:
        """Return the name argument where this call holds it; what was made a step has one name for all its calls."""
        return self.name if self.name is not None and self.name.node is not None else None

    @property
    def function(self) -> Actual | None:
        """Return the function argument, for steps that take one."""
        return self.arguments.get(self.method.function) if self.method.function else None

    @property
    def constant_name(self) -> str | None:
        """Return the name, where it is a constant string."""
        const = self.name.value.constant if self.name else None
        return const.value if const and isinstance(const.value, str) else None


class Consumption(enum.Enum):
    """How the coroutine of a step is used."""

    AWAITED = "awaited"
    TOGETHER = "together"
    TASK = "task"
    PASSED_ON = "passed on"
    CHAINED = "chained"
    """Another promise is made of it, which may be awaited in its place."""


def step_of(step: StepId) -> StepCall:
    """Return the record of a step; the interpreter makes every identity as a record."""
    assert isinstance(step, StepCall)  # noqa: S101 - the domain knows the identity alone
    return step
