"""Where the interpreter is: a running function, the calls that led to it, and the conditions around the current place."""

from __future__ import annotations

from dataclasses import dataclass, field

from wflint.domain.env import Env, Returned
from wflint.domain.phase import REPLAYED, Phase
from wflint.domain.sites import Path, Site
from wflint.domain.taint import UNTAINTED, FromParameter, LoopVariance, Taint, TaintSource, is_order
from wflint.domain.values import Value
from wflint.ir import nodes as ir
from wflint.record import record, with_plain_factories
from wflint.trace.event import Event
from wflint.trace.steps import StepCall


@dataclass(slots=True, eq=False, repr=False)
@with_plain_factories
class FunctionRun:
    """The results of one run of a function so far; all frames of the run share them.

    Attributes:
        returned: The places that return, with what they return.
        yielded: What a generator yields.
        yielding_taint: The taint of what decides how often it does.
        early_exit_taint: The taint of conditions that may have left the function early.
        jump_taint: The taint of conditions that may have skipped the rest of this round of a loop.
        has_caller: Whether code goes on after the function, wherever that is left.
    """

    returned: list[Returned] = field(default_factory=list["Returned"])
    yielded: list[Value] = field(default_factory=list["Value"])
    yielding_taint: frozenset[Taint] = UNTAINTED
    early_exit_taint: frozenset[Taint] = UNTAINTED
    jump_taint: frozenset[Taint] = UNTAINTED
    has_caller: bool = False


@record(eq=False, repr=False)  # it reaches all that is known; a failing test would print it
class Frame:
    """A running function, or a module's or class's body.

    A frame does not change: what is evaluated elsewhere (in a loop, under a condition) gets a frame of its own.

    Attributes:
        env: Its variables.
        path: The calls that led here.
        trace: Where its events go.
        function: The function; `None` at the top level.
        loops: The loops around the current place, outermost first, callers' included.
        phase: Whether this is replayed code, a step's function or the argument of a step.
        control_taint: The taint of the conditions around the current place.
        rounds_taint: The taint of what the function's own loops around it go through.
        run: The results of this run of the function so far.
        jumps: Per running loop, the variables at each `break` or `continue`.
        reaching: The taint of what decides whether the function is called here.
    """

    env: Env
    path: Path = ()
    trace: list[Event] = field(default_factory=list["Event"])
    function: ir.Function | None = None
    loops: tuple[LoopVariance, ...] = ()
    phase: Phase[StepCall] = REPLAYED
    control_taint: frozenset[Taint] = UNTAINTED
    run: FunctionRun = field(default_factory=FunctionRun)
    jumps: tuple[list[dict[str, Value]], ...] = ()
    rounds_taint: frozenset[Taint] = UNTAINTED
    reaching: frozenset[Taint] = UNTAINTED

    @property
    def deciding(self) -> frozenset[Taint]:
        """Return the taint of what decides whether, and how often, a pass reaches this place."""
        taint = self.control_taint | self.rounds_taint | self.run.jump_taint | self.reaching
        if self.run.has_caller:
            taint |= self.run.early_exit_taint
        return deciding(taint)

    @property
    def module(self) -> ir.Module:
        """Return the module of the code."""
        return self.env.module

    @property
    def step(self) -> StepCall | None:
        """Return the step in whose function this runs; `None` in replayed code."""
        return self.phase.inside

    def with_trace(self, trace: list[Event]) -> Frame:
        """Return the same place, whose events go elsewhere."""
        return self._at(trace, self.loops)

    def looping(self, trace: list[Event], variance: LoopVariance, jumps: list[dict[str, Value]]) -> Frame:
        """Return the same place inside one more loop, whose events go elsewhere."""
        return self._at(trace, (*self.loops, variance), jumps=(*self.jumps, jumps))

    def going_through(self, value: Value) -> Frame:
        """Return the same place in a loop, of which it is known by now what it goes through."""
        return (
            self if value.taint <= self.rounds_taint else self._at(self.trace, self.loops, rounds=value.taint)
        )

    def outside(self) -> Frame:
        """Return the same place outside the innermost loop."""
        return self._at(self.trace, self.loops[:-1])

    def under_condition(self, trace: list[Event], taint: frozenset[Taint]) -> Frame:
        """Return the same place under one more condition, whose events go elsewhere."""
        return self._at(trace, self.loops, condition=taint)

    def submitting(self, step: StepCall) -> Frame:
        """Return the same place, where arguments of a step call are evaluated."""
        return self._at(self.trace, self.loops, phase=self.phase.submitting(step))

    def _at(
        self,
        trace: list[Event],
        loops: tuple[LoopVariance, ...],
        *,
        phase: Phase[StepCall] | None = None,
        condition: frozenset[Taint] = UNTAINTED,
        jumps: tuple[list[dict[str, Value]], ...] | None = None,
        rounds: frozenset[Taint] = UNTAINTED,
    ) -> Frame:
        # By the constructor, since `dataclasses.replace` takes four times as long.
        return Frame(
            self.env,
            self.path,
            trace,
            self.function,
            loops,
            self.phase if phase is None else phase,
            self.control_taint | condition if condition else self.control_taint,
            self.run,
            self.jumps if jumps is None else jumps,
            self.rounds_taint | rounds if rounds else self.rounds_taint,
            self.reaching,
        )

    def site(self, node: ir.Node) -> Site:
        """Return the place of a node of this frame's code."""
        return Site(self.env.module, node, self.function.enclosing_definition if self.function else None)


def deciding(taint: frozenset[Taint]) -> frozenset[Taint]:
    """Return those of several taints that may decide what happens in a pass."""
    return frozenset(filter(_decides, taint)) if taint else taint


def _decides(taint: Taint) -> bool:
    """Return whether a taint may decide what happens in a pass; in whatever order items come, they all come."""
    return isinstance(taint, FromParameter) or (isinstance(taint, TaintSource) and not is_order(taint))
