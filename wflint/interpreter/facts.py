"""Facts that are recorded beside the trace while one handler is followed."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field

from wflint.domain.alternatives import Closure, HandlerRegistration, Partial
from wflint.domain.awaited import Coroutine, Task
from wflint.domain.env import Env, Returned
from wflint.domain.faults import Fault
from wflint.domain.sites import Path, ScopeId, Site
from wflint.domain.taint import LoopVariance, Taint
from wflint.domain.values import Arguments, Value
from wflint.ir import nodes as ir
from wflint.record import record, with_plain_factories
from wflint.trace.flows import Flow
from wflint.trace.steps import StepCall


@record
class Outcome:
    """The result of a call, and the places in the called function that return it."""

    value: Value
    returned: tuple[Returned, ...] = ()


class Likelihood(enum.IntEnum):
    """How likely a registration happens, the most likely first."""

    CERTAIN = 0
    IF_CALLED = 1
    """Where somebody calls the function in which it stands."""

    ONE_OF_SEVERAL = 2
    """If it is not another function that is registered there."""


@record
class Registration:
    """A function that some code registers with an engine as a handler.

    Attributes:
        registered_by: What takes it.
        handler: The function.
        site: Where it is registered.
        given: What is registered: the function, or a partial of it.
        argument: The argument that it is; `None` where a decorator takes it.
        likelihood: How likely it happens.
        faults: What is wrong with it.
        callers: The calls of first-party functions that lead to the registration.
    """

    registered_by: HandlerRegistration
    handler: Closure
    site: Site
    given: Closure | Partial
    argument: Site | None
    likelihood: Likelihood
    faults: tuple[Fault, ...] = ()
    callers: Path = ()

    @property
    def options(self) -> Arguments:
        """Return the options of the registration; where the handler is one of the arguments, it comes first."""
        return self.registered_by.options


class Member(enum.Enum):
    """Which part of what a variable holds some code reads, where it is no single attribute or key."""

    WHOLE = "whole"
    """All of it, or a part that is not known."""

    STORED = "stored"
    """None: a part is only assigned."""

    PASSED = "passed"
    """The parts that the called function reads."""


WHOLE, STORED, PASSED = Member.WHOLE, Member.STORED, Member.PASSED


def key_of(index: ir.Expr) -> object:
    """Return the key that an index is, where it is a literal; `WHOLE` for any other."""
    return index.value if isinstance(index, ir.Literal) else WHOLE


@dataclass(slots=True)
@with_plain_factories
class HandlerFacts:
    """Facts that are recorded beside the trace while one handler is followed.

    Attributes:
        steps: Every step call, by the path that leads to it.
        flows: Sources that reach sinks, in the order of discovery.
        reads: For each variable, the steps (`None`: replayed code) whose code reads it, with the attributes and keys
            that they read, or `WHOLE`, and how many reads had been noted when they last did.
        coroutines: Coroutines of workflow helpers, by the place of the call.
        eager: The first-party functions that eager calls have started, by the path that leads to the call.
        endings: The calls that end the run once they are awaited.
        awaited: The eager calls, and those that end the run, whose promises somebody awaits, or hands on.
        tasks: The tasks that run steps.
        results: What the function called at a place returns.
        changed_parameters: Parameters of the function that is summarized whose objects it changes, with the taint of what
            decides whether it does.
        values: What each expression may be, outside of functions that are summarized.
        scopes: The variables of each function that was followed, by its handle.
        call_loops: The loops around each call that was followed.
        filled_by_steps: State of the process that functions of steps change.
        asked_for: Attributes of the context that the code itself looks for, with `hasattr` or `in`, or sets outside steps.
        faults: What is wrong with decorators of the steps that run.
        is_complete: Whether everything was followed that may run steps.
    """

    steps: dict[Path, StepCall] = field(default_factory=dict["Path", "StepCall"])
    flows: dict[Flow, None] = field(default_factory=dict["Flow", "None"])
    reads: dict[tuple[ScopeId, str], dict[StepCall | None, dict[object, int]]] = field(
        default_factory=dict["tuple[ScopeId, str]", "dict[StepCall | None, dict[object, int]]"]
    )
    read_count: int = 0
    coroutines: dict[Path, list[Coroutine]] = field(default_factory=dict["Path", "list[Coroutine]"])
    eager: dict[Path, Closure] = field(default_factory=dict["Path", "Closure"])
    endings: list[Path] = field(default_factory=list["Path"])
    awaited: set[Path] = field(default_factory=set["Path"])
    tasks: list[Task] = field(default_factory=list["Task"])
    results: dict[ir.Node, tuple[Returned, ...]] = field(
        default_factory=dict["ir.Node", "tuple[Returned, ...]"]
    )
    values: dict[ir.Expr, Value] = field(default_factory=dict["ir.Expr", "Value"])
    scopes: dict[object, Env] = field(default_factory=dict["object", "Env"])
    call_loops: dict[Path, tuple[LoopVariance, ...]] = field(
        default_factory=dict["Path", "tuple[LoopVariance, ...]"]
    )
    changed_parameters: dict[str, frozenset[Taint]] = field(default_factory=dict["str", "frozenset[Taint]"])
    filled_by_steps: set[str] = field(default_factory=set["str"])
    asked_for: set[str] = field(default_factory=set["str"])
    faults: dict[Fault, None] = field(default_factory=dict["Fault", "None"])
    is_complete: bool = True

    def note_read(self, scope: ScopeId, name: str, reader: StepCall | None, member: object) -> None:
        """Note that some code reads a variable, or a part of what it holds."""
        if member is not STORED:
            part = WHOLE if member is PASSED else member
            self.read_count += 1
            self.reads.setdefault((scope, name), {}).setdefault(reader, {})[part] = self.read_count

    def readers(
        self, scope: ScopeId, name: str, member: object = WHOLE, since: int = 0
    ) -> set[StepCall | None]:
        """Return the steps (`None`: replayed code) whose code reads a variable, or a part of what it holds.

        Args:
            scope: The scope that holds the variable.
            name: The variable.
            member: The attribute or key in question, or `WHOLE`.
            since: How many reads had been noted when the reads in question begin.
        """
        return {
            reader
            for reader, read in self.reads.get((scope, name), {}).items()
            if any(at > since for part, at in read.items() if WHOLE in (member, part) or part == member)
        }
