"""Variables: one `Env` per module, class body and running function."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from wflint.domain.lattice import join
from wflint.domain.taint import LoopVariance, Path, Site, Taint
from wflint.domain.values import BOTTOM, Value
from wflint.ir import nodes as ir

if TYPE_CHECKING:
    from wflint.domain.steps import StepCall
    from wflint.trace.events import Event


@dataclass(slots=True, eq=False)
class Env:
    """The variables of one scope. Nested functions see the values that stand there when they run."""

    module: ir.Module
    parent: Env | None = None
    locals: frozenset[str] = frozenset()
    names: dict[str, Value] = field(default_factory=dict["str", "Value"])
    is_class: bool = False
    is_comprehension: bool = False
    is_replayed: bool = False
    """Whether it lives in a pass of the handler, so that each pass begins with a new one."""
    step: StepCall | None = None
    """The step in whose function the scope lives."""

    @property
    def is_module(self) -> bool:
        """Whether it holds a module's globals."""
        return self.parent is None

    @property
    def is_static(self) -> bool:
        """Whether it lives as long as its module: a module's globals or the body of a top-level class."""
        return self.parent is None or (self.is_class and self.parent.is_static)

    def holder(self, name: str) -> Env | None:
        """The scope that a name belongs to when it is read here; `None` for builtins and unbound names."""
        env: Env | None = self
        while env is not None:
            if (name in env.names or name in env.locals) and (env is self or not env.is_class):
                return env
            env = env.parent
        return None

    def module_env(self) -> Env:
        """The globals around it."""
        env = self
        while env.parent is not None:
            env = env.parent
        return env


@dataclass(slots=True, eq=False)
class Frame:
    """A running function, or a module's or class's body.

    Attributes:
        env: Its variables.
        path: The calls that led here.
        trace: Where its events go.
        function: The function; `None` at the top level.
        step: The step in whose function this runs; `None` in replayed code.
        loops: The loops around the current place, outermost first, callers' included.
        argument_of: Set while arguments of that step call are evaluated.
        conditions: Marks of the conditions around the current place.
        sticky: Marks of conditions that may have left the function early.
        returned: The places that return, with what they return.
        yielded: What a generator yields.
        jumps: Per running loop, the variables at each `break` or `continue`.
    """

    env: Env
    path: Path
    trace: list[Event]
    function: ir.Function | None = None
    step: StepCall | None = None
    loops: tuple[LoopVariance, ...] = ()
    argument_of: StepCall | None = None
    conditions: frozenset[Taint] = frozenset()
    early_exit_taint: frozenset[Taint] = frozenset()
    returned: list[Returned] = field(default_factory=list["Returned"])
    yielded: list[Value] = field(default_factory=list["Value"])
    jumps: tuple[list[dict[str, Value]], ...] = ()

    @property
    def module(self) -> ir.Module:
        """The module that the code stands in."""
        return self.env.module

    def with_trace(self, trace: list[Event]) -> Frame:
        """The same place, whose events go elsewhere."""
        twin = self._fork()
        twin.trace = trace
        return twin

    def looping(self, trace: list[Event], variance: LoopVariance, jumps: list[dict[str, Value]]) -> Frame:
        """The same place inside one more loop, whose events go elsewhere."""
        twin = self.with_trace(trace)
        twin.loops = (*self.loops, variance)
        twin.jumps = (*self.jumps, jumps)
        return twin

    def outside(self) -> Frame:
        """The same place outside of the innermost loop."""
        twin = self._fork()
        twin.loops = self.loops[:-1]
        return twin

    def under_condition(self, trace: list[Event], taint: frozenset[Taint]) -> Frame:
        """The same place under one more condition, whose events go elsewhere."""
        twin = self.with_trace(trace)
        twin.conditions = self.conditions | taint
        return twin

    def submitting(self, step: StepCall) -> Frame:
        """The same place, where arguments of a step call are evaluated."""
        twin = self._fork()
        twin.argument_of = step
        return twin

    def _fork(self) -> Frame:
        # As `dataclasses.replace` makes it, which takes five times as long.
        return Frame(
            self.env,
            self.path,
            self.trace,
            self.function,
            self.step,
            self.loops,
            self.argument_of,
            self.conditions,
            self.early_exit_taint,
            self.returned,
            self.yielded,
            self.jumps,
        )

    def site(self, node: ir.Node) -> Site:
        """The place of a node of this frame's code."""
        return Site(self.env.module, node, self.function.outermost if self.function else None)


@dataclass(slots=True, unsafe_hash=True)
class Returned:
    """One return of a function; without an expression it returns `None`."""

    site: Site
    node: ir.Expr | None
    value: Value

    def giving(self, value: Value) -> Returned:
        """The same return, of which another value is known."""
        return Returned(self.site, self.node, value)


def merge(
    first: dict[str, Value], second: dict[str, Value], taint: frozenset[Taint] = frozenset()
) -> dict[str, Value]:
    """Variables after two ways have met; those that differ depend on what decided the way."""
    if first is second:
        return first
    merged: dict[str, Value] = {}
    for name in first.keys() | second.keys():
        # A way that does not bind a variable ends where it is read, so it adds nothing.
        one, two = first.get(name, BOTTOM), second.get(name, BOTTOM)
        merged[name] = one if one is two else join(one, two).with_taint(taint)
    return merged
