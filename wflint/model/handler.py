"""The workflow model: what rules look at.

A `Handler` holds the steps, effects and flows of one handler, each with what replay makes of it: whether it runs before
the first step, whether a step follows, what a changing value decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TypeVar, cast

from wflint.domain.alternatives import Context
from wflint.domain.callables import callee
from wflint.domain.env import Returned
from wflint.domain.sites import Path, Site
from wflint.domain.values import TOP, Value
from wflint.effects import Access, EffectKind
from wflint.engines import Color, Profile, StepKind
from wflint.engines.replay import Format, ReplayTrigger
from wflint.interpreter.facts import HandlerFacts, Registration
from wflint.ir import nodes as ir
from wflint.ir.rewriting import StepWriter
from wflint.model.colors import has_wrong_color
from wflint.model.parts import DEFAULTS, SIDE_EFFECTS, Effect, FailureFunction, InputAccess, Settings
from wflint.model.result_uses import ResultUse, result_uses
from wflint.model.sinks import SinkSummary, sinks_by_source
from wflint.model.step_writer import step_writer
from wflint.serialization.json_check import BaseClasses, SerializationError, never_callable, rejected
from wflint.serialization.pickle_check import unpicklable
from wflint.trace.cfg import Graph, build_graph
from wflint.trace.event import Event
from wflint.trace.events import (
    Concurrent,
    EffectCall,
    ExceptClause,
    InlinedCall,
    StepCalled,
    StepExecuted,
    SummarizedEffect,
    TryBlock,
    UnknownCall,
    ValueUse,
    WithBlock,
)
from wflint.trace.raises import Raised, raised_among
from wflint.trace.steps import StepCall
from wflint.trace.walk import runs_step, steps_run

_E = TypeVar("_E", bound=Event)


@dataclass(eq=False)
class Handler:
    """A function that the engine replays, or a workflow helper that nothing in the project calls.

    Attributes:
        name: Its name.
        site: Its definition.
        function: The function.
        context: The context that it is given.
        registration: Where it becomes a handler; `None` for a helper.
        events: What it does.
        facts: What was recorded beside.
        base_classes: Tells the external bases of a first-party class.
        failure: What is called when a run has failed for good.
        namesake: An earlier handler of the same name, where the engine takes no two of one name.
        promised: What the annotation of its context says that the payload is.
        parsed: What the parser of its payload returns.
        settings: What the user says about where it runs.
    """

    name: str
    site: Site
    function: ir.Function
    context: Context
    registration: Registration | None
    events: list[Event]
    facts: HandlerFacts = field(repr=False)
    base_classes: BaseClasses = field(repr=False)
    failure: FailureFunction | None = None
    namesake: Site | None = None
    promised: Value = TOP
    parsed: tuple[Returned, ...] = ()
    settings: Settings = DEFAULTS

    @cached_property
    def has_wrong_color(self) -> bool:
        """Whether it is sync where the engine awaits it, or async where nobody does; nothing it does means anything."""
        if self.registration is None or self.registration.registered_by.guessed:
            return False
        given, pattern = self.registration.given, self.registration.registered_by.pattern
        closure = callee(given)
        if (
            pattern.rejects is not None
            and closure is not None
            and closure.function.is_async is not (pattern.color is Color.ASYNC)
        ):
            return True
        own = Color.of(is_async=self.function.is_async)
        return has_wrong_color(given, self.events, pattern.color or own)

    @property
    def is_complete(self) -> bool:
        """Whether everything was followed that may run steps, so that a step that was not met is not there."""
        return self.facts.is_complete

    @property
    def profile(self) -> Profile:
        """The engine."""
        return self.context.profile

    @property
    def is_sync(self) -> bool:
        """Whether its steps are not awaited."""
        return self.context.color is Color.SYNC

    @property
    def is_served(self) -> bool:
        """Whether the engine calls it, rather than code that is not known."""
        return self.registration is not None

    @cached_property
    def graph(self) -> Graph:
        """Its control-flow graph."""
        return build_graph(self.events)

    @cached_property
    def behind_steps(self) -> set[int]:
        """The nodes of its graph that can run after a step."""
        return self.graph.reachable(node for node, _ in self.graph.steps())

    @cached_property
    def trail(self) -> list[tuple[Event, Path]]:
        """Every event that is recorded, step functions included, with the calls of workflow functions around it."""
        return list(_trail(self.events, ()))

    def recorded(self, kind: type[_E]) -> Sequence[tuple[_E, Path]]:
        """Every event of one kind, as in `trail`."""
        return cast("list[tuple[_E, Path]]", self._by_kind.get(kind, []))

    @cached_property
    def _by_kind(self) -> dict[type[Event], list[tuple[Event, Path]]]:
        # Most rules look for one kind of event, and most handlers have none of it.
        found: dict[type[Event], list[tuple[Event, Path]]] = {}
        for each in self.trail:
            found.setdefault(type(each[0]), []).append(each)
        return found

    @cached_property
    def replayed(self) -> list[Event]:
        """Every event of replayed code."""
        return list(_replayed(self.events))

    @cached_property
    def steps(self) -> list[StepCall]:
        """Every step call, in the order of the code; those inside step functions behind the step they are in."""
        return [step for step in self.started if step.method.kind is not StepKind.TOGETHER]

    @cached_property
    def started(self) -> list[StepCall]:
        """The same, with the calls by which the engine runs several steps at once."""
        return list(dict.fromkeys(event.step for event, _ in self.recorded(StepCalled)))

    @cached_property
    def effects(self) -> list[Effect]:
        """Every effect, in the order of the code, those inside steps included.

        Without those of context managers and `finally` blocks around steps: resource-across-steps stands for them.
        """
        if not self.is_repeated_by_steps:
            return []
        covered: set[int] = set()
        for event in self.replayed:
            if isinstance(event, WithBlock) and runs_step(event.body):
                covered.update(id(each) for each in _replayed(event.setup))
            elif isinstance(event, TryBlock) and runs_step([*event.body, *event.orelse]):
                covered.update(id(each) for each in _replayed(event.final))
        return [
            effect
            for effect in self._all_effects
            if id(effect.event) not in covered or effect.call.row.effect not in SIDE_EFFECTS
        ]

    @property
    def is_repeated_by_steps(self) -> bool:
        """Whether replay ever executes its code again: without a step nothing does, where an engine takes such handlers."""
        replay, needs_step = self.profile.replay, self.profile.consequences.no_step is not None
        return bool(self.steps) or needs_step or replay.when is ReplayTrigger.RECOVERY

    @cached_property
    def _all_effects(self) -> list[Effect]:
        if not self.recorded(EffectCall) and not self.recorded(SummarizedEffect):
            return []
        graph = self.graph
        behind, before = self.behind_steps, graph.reaching([node for node, _ in graph.steps()])
        found: list[Effect] = []
        for event, outer in self.trail:
            call = event.effect if isinstance(event, SummarizedEffect) else event
            if isinstance(call, EffectCall) and not (call.argument_of and is_called_early(call.argument_of)):
                nodes = graph.of(event)
                depth = len(outer)
                found.append(
                    Effect(
                        call,
                        event,
                        anchor=call.path[depth],
                        chain=call.path[depth:],
                        prelude=self.is_served and behind.isdisjoint(nodes),
                        followed=not before.isdisjoint(nodes),
                    )
                )
        return found

    @cached_property
    def input_accesses(self) -> list[InputAccess]:
        """Where it looks into what the engine gave, in the order of the code, step functions included."""
        found: list[InputAccess] = []
        for event, outer in self.recorded(ValueUse):
            chain = chain_of(event.path, event.step, len(outer))
            prelude = event.step is None and self.behind_steps.isdisjoint(self.graph.of(event))
            found.append(InputAccess(event, chain[0], chain, prelude))
        return found

    @cached_property
    def writer(self) -> StepWriter:
        """How a new step is written in it."""
        running = [event.step.site.node for event in self.replayed if isinstance(event, StepCalled)]
        running += [
            event.site.node
            for event in self.replayed
            if isinstance(event, InlinedCall) and runs_step(event.body)
        ]
        return step_writer(self.context, self.facts, self.steps, running, self.base_classes)

    def is_repeated(self, path: Path, depth: int) -> bool:
        """Whether the function that the first `depth` calls of a path lead to is called in a loop."""
        return any(self.facts.call_loops.get(path[:place]) for place in range(1, depth + 1))

    @cached_property
    def result_uses(self) -> list[ResultUse]:
        """How it uses steps' results, in the order of the code."""
        return list(result_uses(self.recorded(ValueUse), self.base_classes))

    @cached_property
    def raised(self) -> list[Raised]:
        """Every exception that its code raises, step functions included."""
        return list(raised_among(self.events))

    @cached_property
    def sinks_by_source(self) -> dict[Path, SinkSummary]:
        """What becomes of the value of each effect, by the effect's path."""
        return sinks_by_source(self.facts.flows, self.events)

    @cached_property
    def unknown_calls(self) -> int:
        """Calls in replayed code that could not be resolved."""
        sites = {event.site for event in self.replayed if isinstance(event, UnknownCall)}
        return len(sites)

    def can_follow(self, first: StepCall, second: StepCall) -> bool:
        """Whether both steps can run in one run, the second after the first."""
        return second in self._followers.get(first, ())

    @cached_property
    def _followers(self) -> dict[StepCall, set[StepCall]]:
        nodes: dict[StepCall, list[int]] = {}
        for node, step in self.graph.steps():
            nodes.setdefault(step, []).append(node)
        behind = {step: self.graph.reachable(places) for step, places in nodes.items()}
        return {
            first: {second for second, places in nodes.items() if not behind[first].isdisjoint(places)}
            for first in nodes
        }

    def rejected(self, value: Value) -> SerializationError | None:
        """Why a value cannot be stored as a step's result; `None` where it can, or that is not known."""
        kind = self.profile.codec.kind
        if kind is Format.PICKLE:
            return unpicklable(value)
        why = rejected(value, self.base_classes)
        return why if kind is Format.JSON or (why is not None and why.is_key) else None

    def returned_by(self, returned: Returned) -> tuple[Returned, ...]:
        """The places in a helper that return what a call gives, where the returned expression is that call."""
        node = returned.node
        found = self.facts.results.get(node, ()) if node is not None else ()
        if not found and isinstance(node, ir.Await):
            found = self.facts.results.get(node.value, ())
        return found

    def next_step(self, clause: ExceptClause) -> StepCall | None:
        """A step that can run after an `except` has caught something."""
        behind = self.graph.reachable(self.graph.of(clause))
        return next((step for node, step in self.graph.steps() if node in behind), None)

    def side_effects(self, events: list[Event]) -> list[Site]:
        """The places of side effects among events; not of output and of reading a clock and the like."""
        inside = {id(event) for event in _replayed(events)}
        effects = [effect for effect in self._all_effects if id(effect.event) in inside]
        return [
            effect.anchor
            for effect in effects
            if effect.call.row.effect in SIDE_EFFECTS and not _only_looks(effect.call)
        ]

    @staticmethod
    def steps_in(event: Concurrent) -> list[StepCall]:
        """The steps that something starts at once."""
        return [step for branch in event.branches for step in steps_run(branch)]


def _only_looks(call: EffectCall) -> bool:
    """Whether a call only looks at files, which costs and changes nothing."""
    return call.row.effect is EffectKind.FILESYSTEM and call.access is Access.READ


def _trail(events: list[Event], outer: Path) -> Iterator[tuple[Event, Path]]:
    for event in events:
        yield event, outer
        if isinstance(event, StepExecuted):
            yield from _trail(event.step.body, outer)
        elif isinstance(event, InlinedCall):
            # Calls of functions that run steps belong to the way to a place; others are part of its cause chain.
            inner = (*outer, event.site) if runs_step(event.body) else outer
            yield from _trail(event.body, inner)
        else:
            for block in event.children:
                yield from _trail(block, outer)


def chain_of(path: Path, step: StepCall | None, depth: int) -> Path:
    """The part of a path from where to report it.

    Args:
        path: The calls that lead to a place, then the place itself.
        step: The step in whose function it is.
        depth: The number of calls of functions that run steps around it.
    """
    if step is None:
        return path[depth:]
    inner = path[len(step.caller_path) :]
    function = step.function
    # A function that is given to the step is called where it is given; what is told lies in it.
    handed_over = function is not None and len(inner) > 1 and inner[0].node is function.node
    return inner[1:] if handed_over else inner


def is_called_early(step: StepCall) -> bool:
    """Whether a step is given something that can never be called instead of a function."""
    actual = step.function
    return actual is not None and never_callable(actual.value)


def _replayed(events: list[Event]) -> Iterator[Event]:
    for event in events:
        yield event
        for block in event.children:
            yield from _replayed(block)


def name_site(step: StepCall) -> Site:
    """Where a step's name stands."""
    node = step.name.node if step.name and step.name.node else step.site.node
    return step.site_of(node)
