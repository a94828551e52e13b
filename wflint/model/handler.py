"""The workflow model: what rules look at.

A `Handler` holds the steps, effects and flows of one handler, each with what replay makes of it: whether it runs before
the first step, whether a step follows, what a varying value decides.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType

from wflint.domain.alternatives import Closure, Context, Partial
from wflint.domain.callables import callee
from wflint.domain.env import Env, Returned
from wflint.domain.phase import REPLAYED, Part
from wflint.domain.sites import Path, Site
from wflint.domain.values import TOP, Arguments, Const, Value
from wflint.engines import Color, Profile
from wflint.engines.handlers import HandlerGroup
from wflint.engines.replay import Consequence, ReplayTrigger
from wflint.engines.runtime import Runtime
from wflint.engines.storage import Format
from wflint.interpreter.facts import HandlerFacts, Registration
from wflint.ir import nodes as ir
from wflint.ir.rewriting import StepWriter
from wflint.ir.walk import walk as walk_nodes
from wflint.ir.words import Words
from wflint.model.effects import Effect, chain_of, made_before
from wflint.model.followed_code import FollowedCode
from wflint.model.sinks import SinkSummary, sinks_by_source
from wflint.model.step_functions import has_wrong_color, is_called_early
from wflint.model.step_writer import step_writer
from wflint.model.uses import InputAccess, ResultUse, result_uses
from wflint.record import record
from wflint.serialization.javascript.stringify import thrown_at
from wflint.serialization.javascript.structured import unstorable
from wflint.serialization.json_check import BaseClasses, SerializationError, rejected, rejected_as_text
from wflint.serialization.pickle_check import unpicklable
from wflint.trace.event import Event
from wflint.trace.events import (
    EffectCall,
    InlinedCall,
    StepCalled,
    SummarizedEffect,
    TryBlock,
    UnknownCall,
    ValueUse,
    WithBlock,
)
from wflint.trace.mistakes import UnawaitedHelper
from wflint.trace.walk import runs_step, walk


@record
class Deployment:
    """What the user says about where the handlers run.

    Attributes:
        step_timeout: Seconds after which the platform ends a request, and with it a step.
        python: The oldest Python that runs the handlers, (major, minor).
    """

    step_timeout: int = 60
    python: tuple[int, int] = sys.version_info[:2]


DEFAULT_DEPLOYMENT = Deployment()

_REJECTED: Mapping[Format, Callable[[Value, BaseClasses], SerializationError | None]] = MappingProxyType(
    {
        Format.JSON: rejected,
        Format.JSON_AS_TEXT: rejected_as_text,
        Format.JSON_STRINGIFY: thrown_at,
        Format.PICKLE: lambda value, _: unpicklable(value),
    }
)
"""What explains why a value cannot be stored, by how results are stored."""


def _is_settled(runtime: Runtime, call: EffectCall) -> bool:
    """Return whether an effect in replayed code is the same in each pass, or never happens."""
    kind = call.row.effect.value
    return kind in runtime.steady or runtime.refusing(call.name, kind) is not None


def _is_never_retried(registration: Registration | None, profile: Profile) -> bool:
    """Return whether a registration has the engine try nothing again that has failed."""
    option = profile.registration.retries
    given = registration.options.keywords.get(option) if registration and option else None
    return given is not None and given.value.constant in (Const(0, "int"), Const(0, "float"))


@record
class FailureFunction:
    """The function that the engine calls when a run has failed for good.

    Attributes:
        site: Where it is registered.
        given: What is registered: the function, or a partial of it.
        followed: What it does.
    """

    site: Site
    given: Closure | Partial
    followed: Handler


@dataclass(eq=False)
class Handler(FollowedCode):
    """A function that the engine replays, or a workflow helper that nothing in the project calls.

    Attributes:
        name: Its name.
        site: Its definition.
        function: The function, as it is written.
        entry: What is called; a decorator may have wrapped the function.
        context: The context that it is given.
        registration: Where it becomes a handler; `None` for a helper.
        events: What it does.
        facts: What was recorded beside the events.
        base_classes: Returns the external bases of a first-party class.
        deployment: What the user says about where it runs.
        variable: What holds it, where a first-party function has registered it for its caller.
        failure: The function that is called when a run has failed for good.
        namesake: An earlier handler of the same name, where the engine requires unique names.
        promised: The payload that the annotation of its context promises.
        parsed: What the parser of its payload returns.
        groups: Calls that serve several handlers, this one among them, each with its arguments.
        gone: Uses, in its module, of what only earlier versions of the SDK had, with the qualified names.
        modules_run: Returns the first-party modules that an import in a module may run.
        globals_of: Returns the module-level variables of a module.
        keeps_data: Returns whether a variable of a module may keep data, more than clients and the like.
    """

    name: str
    site: Site
    function: ir.Function
    context: Context
    registration: Registration | None
    events: list[Event]
    facts: HandlerFacts = field(repr=False)
    base_classes: BaseClasses = field(repr=False)
    deployment: Deployment
    entry: ir.Function
    variable: Site | None = None
    failure: FailureFunction | None = None
    namesake: Site | None = None
    promised: Value = TOP
    parsed: tuple[Returned, ...] = ()
    groups: tuple[tuple[Site, HandlerGroup, Arguments], ...] = ()
    gone: tuple[tuple[Site, str], ...] = ()
    modules_run: Callable[[ir.Import, ir.Module], tuple[ir.Module, ...]] = field(
        repr=False, default=lambda _statement, _importer: ()
    )
    globals_of: Callable[[ir.Module], Env] = field(repr=False, default=Env)
    keeps_data: Callable[[ir.Module, str], bool] = field(repr=False, default=lambda _module, _name: True)

    @cached_property
    def has_wrong_color(self) -> bool:
        """Return whether it is sync where the engine awaits it, or async where it does not, so that it never works."""
        if self.registration is None or self.registration.registered_by.guessed:
            return False
        given, pattern = self.registration.given, self.registration.registered_by.pattern
        if pattern.either_color:
            return False
        closure = callee(given)
        if (
            pattern.rejects is not None
            and closure is not None
            and closure.function.is_async is not (pattern.color is Color.ASYNC)
        ):
            return True
        own = Color.of(is_async=self.entry.is_async)
        return has_wrong_color(given, self.events, pattern.color or own)

    @property
    def is_complete(self) -> bool:
        """Return whether all code that may run steps was followed, so that a step that was not found does not exist."""
        return self.facts.is_complete

    def knows_of(self, attribute: str) -> bool:
        """Return whether the code itself looks for an attribute of the context, or sets it."""
        return attribute in self.facts.asked_for

    @cached_property
    def rejection(self) -> Consequence | None:
        """Return what becomes of every attempt to start a run, where certainly none reaches a step and that has a consequence."""
        starts = self.started or self.recorded(UnawaitedHelper) or self.raised
        if not self.is_served or not self.is_complete or self.has_wrong_color or starts:
            return None
        return self.profile.consequences.no_step

    @property
    def profile(self) -> Profile:
        """Return the engine."""
        return self.context.profile

    @property
    def words(self) -> Words:
        """Return how its language writes what messages mention."""
        return self.site.module.words

    @property
    def is_sync(self) -> bool:
        """Return whether its steps are not awaited."""
        return self.context.color is Color.SYNC

    @property
    def is_served(self) -> bool:
        """Return whether the engine calls it, rather than unknown code."""
        return self.registration is not None

    @cached_property
    def effects(self) -> list[Effect]:
        """Return every effect, in the order of the code, those inside steps included.

        Those of context managers and `finally` blocks around steps are left to resource-across-steps, and those that happen once are
        left out.
        """
        if not self.is_repeated_by_steps:
            return []
        runtime = self.profile.runtime
        covered: set[int] = set()
        for event in self.replayed:
            if isinstance(event, WithBlock) and runs_step(event.body):
                covered.update(id(each) for each in walk([*event.setup, *event.cleanup]))
            elif isinstance(event, TryBlock) and runs_step([*event.body, *event.orelse]):
                covered.update(id(each) for each in walk(event.final))
        return [
            effect
            for effect in self._all_effects
            if (id(effect.event) not in covered or not effect.is_side_effect)
            and (
                effect.call.step is not None
                or (
                    self.is_repeated_in(effect.part)
                    and (runtime is None or not _is_settled(runtime, effect.call))
                )
            )
        ]

    @cached_property
    def unavailable(self) -> list[Effect]:
        """Return the calls in replayed code that the engine does not let it make, steps or not."""
        runtime, found = self.profile.runtime, dict[Site, Effect]()
        for effect in self._all_effects if runtime is not None else ():
            call = effect.call
            if runtime and call.step is None and runtime.refusing(call.name, call.row.effect.value):
                found.setdefault(call.site, effect)
        return list(found.values())

    @property
    def is_repeated_by_steps(self) -> bool:
        """Return whether replay executes its code again; without a step it never does, if the engine accepts that."""
        return self.is_repeated_in(Part.PRELUDE if self.steps else Part.WITHOUT_STEPS)

    def is_repeated_in(self, part: Part) -> bool:
        """Return whether replay, or another attempt after a failure, executes a part of its code again."""
        if part is Part.AFTER_LAST_STEP:
            return not _is_never_retried(self.registration, self.profile)
        replay, needs_step = self.profile.replay, self.profile.consequences.no_step is not None
        return part is not Part.WITHOUT_STEPS or needs_step or replay.when is ReplayTrigger.RECOVERY

    @cached_property
    def _all_effects(self) -> list[Effect]:
        if not self.recorded(EffectCall) and not self.recorded(SummarizedEffect):
            return []
        found: list[Effect] = []
        for event, outer in self.trail:
            call = event.effect if isinstance(event, SummarizedEffect) else event
            if not isinstance(call, EffectCall):
                continue
            submitted = call.phase.argument_of
            if submitted is None or not is_called_early(submitted):
                chain = call.path[len(outer) :]
                found.append(Effect(call, event, chain[0], chain, self.part_of(event)))
        return found

    def part_of(self, event: Event) -> Part:
        """Return the part of the replayed code that an event belongs to; what others call may follow their steps."""
        if self.is_served and self.order.is_before_steps(event):
            is_alone = self.is_complete and self.order.is_alone(event)
            return Part.WITHOUT_STEPS if is_alone else Part.PRELUDE
        return Part.BETWEEN_STEPS if self.order.is_followed(event) else Part.AFTER_LAST_STEP

    @cached_property
    def input_accesses(self) -> list[InputAccess]:
        """Return its uses of what the engine provided, in the order of the code, step functions included."""
        found: list[InputAccess] = []
        for event, outer in self.recorded(ValueUse):
            chain = chain_of(event.path, event.step, len(outer))
            prelude = event.step is None and self.order.is_before_steps(event)
            found.append(InputAccess(event, chain[0], chain, prelude))
        return found

    @cached_property
    def writer(self) -> StepWriter:
        """Return how a new step is written in it."""
        running = [event.step.site.node for event in self.replayed if isinstance(event, StepCalled)]
        running += [
            event.site.node
            for event in self.replayed
            if isinstance(event, InlinedCall) and runs_step(event.body)
        ]
        return step_writer(self.context, self.facts, self.steps, running, self.promised, self.base_classes)

    def contains(self, node: ir.Node) -> bool:
        """Return whether a node stands in its body, functions in it included."""
        return id(node) in self._own_nodes

    @cached_property
    def _own_nodes(self) -> frozenset[int]:
        return frozenset(map(id, walk_nodes(self.function.body.block)))

    @cached_property
    def result_uses(self) -> list[ResultUse]:
        """Return its uses of steps' results, in the order of the code."""
        return list(result_uses(self.recorded(ValueUse), self.base_classes))

    @cached_property
    def sinks_by_source(self) -> dict[Path, SinkSummary]:
        """Return the sinks that the value of each effect reaches, by the effect's path."""
        events = self._events_by_path

        def is_step_between(first: Path, second: Path) -> bool:
            one, other = events.get(first), events.get(second)
            return one is not None and other is not None and self.order.is_step_between(one, other)

        return sinks_by_source(self.facts.flows, self.events, is_step_between, self.order.can_follow)

    def sinks_of(self, effect: Effect) -> SinkSummary:
        """Return the sinks that the value of an effect reaches, which may be none."""
        return self.sinks_by_source.get(effect.call.path, SinkSummary())

    @cached_property
    def values_of_import(self) -> list[Effect]:
        """Return the calls that are made once in a process, when modules are imported, if their values reach its code."""
        found: list[Effect] = []
        for path, sinks in self.sinks_by_source.items():
            source = sinks.source
            is_own = source is None or path in self._events_by_path or self.contains(path[0].node)
            chain = () if is_own else made_before(path)
            if source is not None and chain:
                call = EffectCall(path[-1], path, source.name, source.row, source.row.access, REPLAYED)
                found.append(Effect(call, call, chain[0], chain, Part.PRELUDE))
        return found

    @cached_property
    def _events_by_path(self) -> dict[Path, Event]:
        return {effect.call.path: effect.event for effect in self._all_effects}

    @cached_property
    def unknown_calls(self) -> int:
        """Return how many calls in replayed code could not be resolved."""
        sites = {event.site for event in self.replayed if isinstance(event, UnknownCall)}
        return len(sites)

    def rejected(self, value: Value) -> SerializationError | None:
        """Return why a value cannot be stored as a step's result; `None` where it can, or that is not known."""
        codec = self.profile.codec
        if codec.kind is Format.STRUCTURED:
            return unstorable(value, self.base_classes, codec.own_form)
        return _REJECTED[codec.kind](value, self.base_classes)

    def side_effects(self, events: list[Event]) -> list[Site]:
        """Return the places of side effects among events; output, and reads of a clock and the like, are none."""
        inside = {id(event) for event in walk(events)}
        return [
            effect.anchor
            for effect in self._all_effects
            if id(effect.event) in inside and effect.is_side_effect and not effect.only_looks
        ]
