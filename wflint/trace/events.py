"""The events of a handler's run, as a tree in the order of the code.

Events are not frozen for the same reason as values.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Mapping
from dataclasses import field
from typing import TypeAlias

from wflint.domain.alternatives import Collection
from wflint.domain.awaited import Task
from wflint.domain.env import Env
from wflint.domain.phase import Phase
from wflint.domain.sites import Path, Site
from wflint.domain.taint import UNTAINTED, LoopVariance, Taint
from wflint.domain.values import TOP, Actual, Const, Ref, Value
from wflint.effects import Access, DurationUnit, EffectKind, Row
from wflint.effects.facts import Concurrency
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event
from wflint.trace.steps import StepCall


@record
class StepCalled(Event):
    """A step method was called; in an async handler nothing has run yet."""

    step: StepCall


@record
class StepExecuted(Event):
    """A step ran here."""

    step: StepCall


class KeptBy(enum.Enum):
    """What keeps the result of a call, so that a process makes it once."""

    DECORATOR = "decorator"
    """A decorator that answers the next call with the same (`functools.cache`)."""

    STATE = "state"
    """Code that keeps it in a variable or attribute, and looks there first."""


@record
class EffectCall(Event):
    """A call with an effect.

    Attributes:
        site: The call.
        path: The calls that lead to it, then the call itself.
        name: Qualified name of what is called.
        row: What the catalogue says about it.
        access: Whether it reads or writes, where that is known.
        phase: Whether it is made in replayed code, in a step's function or as the argument of a step.
        arguments: What it is called with by position.
        loops: The loops around it.
        keywords: What it is called with by name.
        repeated: Whether it represents several such calls in a function whose details are not kept.
        kept_by: What keeps its result for the rest of the process; `None` where nothing does.
    """

    site: Site
    path: Path
    name: str
    row: Row
    access: Access | None
    phase: Phase[StepCall]
    arguments: tuple[Actual, ...] = ()
    loops: tuple[LoopVariance, ...] = ()
    keywords: Mapping[str, Actual] = field(default_factory=dict["str", "Actual"], hash=False)
    repeated: bool = False
    kept_by: KeptBy | None = None

    @property
    def step(self) -> StepCall | None:
        """Return the step in whose function it is; `None` in replayed code."""
        return self.phase.inside

    @property
    def seconds(self) -> float | None:
        """Return how long it takes at most, where an argument says so: how long to sleep, or a timeout."""
        actual = self.keywords.get("timeout")
        if actual is None and self.row.effect is EffectKind.SLEEP:
            actual = self.arguments[0] if self.arguments else next(iter(self.keywords.values()), None)
        counts_milliseconds = self.row.unit is DurationUnit.MILLISECONDS
        if actual is None and counts_milliseconds:
            actual = _timeout_among(self.arguments)
        found = _longest(actual.value) if actual is not None else None
        return found / 1000 if found is not None and counts_milliseconds else found


def _timeout_among(arguments: Iterable[Actual]) -> Actual | None:
    """Return the timeout in an object with options; `None` where none of the arguments is one."""
    options = (actual.value.only for actual in arguments)
    found = (ref.items.get("timeout") for ref in options if isinstance(ref, Collection))
    return next((Actual(each) for each in found if each is not None), None)


def _longest(value: Value) -> float | None:
    only = value.only
    if isinstance(only, Collection):
        # A pair of timeouts: to connect, and to read.
        found = [each for each in map(_longest, only.elements()) if each is not None]
        return max(found, default=None)
    if isinstance(only, Const) and isinstance(only.value, (int, float)):
        return float(only.value)
    return None


class UseKind(enum.Enum):
    """How something is used."""

    ATTRIBUTE = "attribute"
    ITEM = "item"
    METHOD = "method"
    MEMBERSHIP = "membership"
    """`key in it`."""

    ARGUMENT = "argument"
    """It is passed to code that cannot be followed."""

    ROUND = "round"
    """A loop iterates over it, or its items are assigned to several variables."""

    OPERAND = "operand"
    """An operator takes it; `name` is the operator, `key` the other operand."""

    KEY = "key"
    """It is used as a key, or is put into a set."""

    TEST = "test"
    """It is tested for truth."""

    CHANGE = "change"
    """It is changed in place; `name` is the method, the operator of an assignment, `=` or `del`."""


@record
class ValueUse(Event):
    """A use of something that the engine provided: payload, headers, the response of a request, a step's result.

    Attributes:
        site: The expression.
        path: The calls that lead to it, then the expression itself.
        of: What is used.
        use: How.
        name: The attribute, the method, or the function that it is passed to.
        key: The item asked for, where that is an argument.
        sure: Whether what is used can be nothing else.
        guarded: Whether a condition on the request decides whether this happens.
        step: The step in whose function it is; `None` in replayed code.
    """

    site: Site
    path: Path
    of: Ref
    use: UseKind
    name: str = ""
    key: Actual | None = field(default=None, compare=False)
    sure: bool = True
    guarded: bool = False
    step: StepCall | None = None

    def seen_from(self, path: Path, step: StepCall | None) -> ValueUse:
        """Return the same use for a caller's caller: other calls lead to it, maybe in a step's function."""
        # As `dataclasses.replace` makes it, which takes five times as long.
        return ValueUse(
            self.site, path, self.of, self.use, self.name, self.key, self.sure, self.guarded, step
        )


@record
class UnknownCall(Event):
    """A call that is not followed.

    Attributes:
        site: The call.
        text: What is called, as far as it is known.
        why: Why it is not followed; empty where it is not known what is called.
        may_run_steps: Whether it is given something by which it can run steps of the handler.
        through: The call of a function that runs no steps which leads to it; `None` where it is in the code itself.
    """

    site: Site
    text: str
    why: str = ""
    may_run_steps: bool = False
    through: Site | None = None


@record
class UnknownAwait(Event):
    """The result of an unresolved call is awaited; `text` is what is called."""

    site: Site
    text: str
    step: StepCall | None


@record
class InlinedCall(Event):
    """A first-party function ran here; its `return` leads to after this event.

    `decorators` are the external ones around it, by qualified name, with their places.
    """

    site: Site
    function: ir.Function
    module: ir.Module
    body: list[Event]
    decorators: tuple[tuple[str, Site], ...] = ()

    @property
    def children(self) -> Blocks:
        return (self.body,)


@record
class SummarizedEffect(Event):
    """An effect deeper in first-party code that runs no steps; the path leads there from this frame's call."""

    site: Site
    effect: EffectCall


@record
class Branch(Event):
    """One of the arms runs; `test` decides."""

    site: Site
    test: Value
    arms: tuple[list[Event], ...]

    @property
    def children(self) -> Blocks:
        return self.arms


@record
class Alternatives(Event):
    """One of the arms runs: what is called, or awaited, may be any of several functions; `choice` has the taint of which."""

    site: Site
    choice: Value
    arms: tuple[list[Event], ...]

    @property
    def children(self) -> Blocks:
        return self.arms


@record
class Loop(Event):
    """The body runs any number of times; `over` is what is iterated, or the condition."""

    variance: LoopVariance
    node: ir.Node
    over: Value
    over_node: ir.Expr
    body: list[Event]
    orelse: list[Event]
    endless: bool = False

    @property
    def children(self) -> Blocks:
        return (self.body, self.orelse)


@record
class ExceptClause:
    """One `except` of a `TryBlock`; `type` is `None` for a bare one."""

    site: Site
    node: ir.Except
    type: Value | None
    body: list[Event]


@record
class TryBlock(Event):
    """A try statement."""

    site: Site
    body: list[Event]
    clauses: tuple[ExceptClause, ...]
    orelse: list[Event]
    final: list[Event]

    @property
    def children(self) -> Blocks:
        return (self.body, *(clause.body for clause in self.clauses), self.orelse, self.final)


@record
class WithBlock(Event):
    """A block inside one context manager.

    Attributes:
        site: The `with` item.
        manager: The context manager.
        setup: What making and entering it does; all of what a generator does that is one.
        body: What the block does.
        swallows: Whether it swallows every exception, as its own code says.
        cleanup: What leaving it does, whether or not an exception is on its way.
    """

    site: Site
    manager: Value
    setup: list[Event]
    body: list[Event]
    swallows: bool = False
    cleanup: list[Event] = field(default_factory=list["Event"])

    @property
    def children(self) -> Blocks:
        return (self.setup, self.body, self.cleanup)


@record
class Yields(Event):
    """A generator gives something, and the code around it runs: where it is a context manager, the block."""

    site: Site


@record
class StackEntered(Event):
    """An exit stack takes a context manager or something to call, for as long as its own block runs."""

    block: WithBlock

    @property
    def children(self) -> Blocks:
        return (self.block.setup,)


@record
class Concurrent(Event):
    """Several things are started at once, each with a branch of its own.

    Attributes:
        site: The call that starts them.
        name: Qualified name of what is called.
        kind: How they run.
        branches: What each of them does.
        many: Whether a branch represents any number of things.
        step: The step in whose function this happens.
        task: The task that the call returns.
        tasks: Tasks among the things, which have been started before.
        collects: Whether exceptions are handed back instead of being raised.
        first_wins: Whether it goes on as soon as one of the things is done.
        promised: The calls before it that have started some of the things, each up to its first step.
    """

    site: Site
    name: str
    kind: Concurrency
    branches: tuple[list[Event], ...]
    many: bool = False
    step: StepCall | None = None
    task: Task | None = None
    tasks: tuple[Task, ...] = ()
    collects: bool = False
    first_wins: bool = False
    promised: tuple[Site, ...] = ()

    @property
    def children(self) -> Blocks:
        return self.branches


class ExitKind(enum.Enum):
    """How control leaves."""

    RETURN = "return"
    RAISE = "raise"
    BREAK = "break"
    CONTINUE = "continue"


@record
class Exit(Event):
    """Control leaves the block."""

    kind: ExitKind
    site: Site
    value: Value = TOP
    conditions: frozenset[Taint] = UNTAINTED


@record
class MayRaise(Event):
    """An exception that first-party code which runs no steps raises; the path leads there from this frame's call."""

    site: Site
    path: Path
    value: Value


@record
class Mutation(Event):
    """A step function changes a variable of the code around it.

    Attributes:
        site: The change.
        variable: The variable.
        env: The scope that holds it.
        step: The step.
        member: The attribute or key that is changed of what the variable holds; `WHOLE` where it is all of it.
        by_alias: Whether the step does so by another variable of its own.
        reads_before: How many reads of variables had been noted before; 0 where another round may read it before this one.
        by_callee: Whether a function changes it that the step gives it to.
    """

    site: Site
    variable: str
    env: Env
    step: StepCall
    member: object
    by_alias: bool = False
    reads_before: int = 0
    by_callee: bool = False


Blocks: TypeAlias = tuple[list[Event], ...]
