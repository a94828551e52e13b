"""The sinks that varying values reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import permutations, starmap, zip_longest

from wflint.domain.contents import reachable_taint
from wflint.domain.sites import Path, Site
from wflint.domain.taint import TaintSource, taint_sources
from wflint.domain.values import Value
from wflint.effects import EffectKind
from wflint.engines.steps import StepKind
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event
from wflint.trace.events import (
    Alternatives,
    Branch,
    Exit,
    ExitKind,
    InlinedCall,
    Loop,
    MayRaise,
    TryBlock,
    WithBlock,
)
from wflint.trace.flows import Flow, Sink
from wflint.trace.steps import StepCall
from wflint.trace.walk import steps_run, walk

_SLEEPS = frozenset({StepKind.SLEEP, StepKind.SLEEP_UNTIL})
_OF_PROCESS = frozenset({EffectKind.GLOBAL, EffectKind.ENVIRONMENT})


@dataclass(slots=True)
class SinkSummary:
    """The sinks that one varying value reaches.

    Attributes:
        names: Names of steps that it is part of.
        decides: Branches and loops that it decides, with a step that depends on it.
        compared: Comparisons with what a step recorded.
        differences: Places where it is set against a time that was read on the other side of a step.
        captured: Uses in step functions, one a step and place.
        arguments: Uses as another argument of a step call.
        others: Uses in other calls of replayed code, output included.
        seeds: Uses as the seed of random values, which are another source.
        raised: Exceptions that it is part of.
        is_exclusive: Whether no two of the steps that use it can run in one run.
    """

    names: list[Flow] = field(default_factory=list["Flow"])
    decides: list[Flow] = field(default_factory=list["Flow"])
    compared: list[Flow] = field(default_factory=list["Flow"])
    differences: list[Flow] = field(default_factory=list["Flow"])
    captured: list[Flow] = field(default_factory=list["Flow"])
    arguments: list[Flow] = field(default_factory=list["Flow"])
    others: list[Flow] = field(default_factory=list["Flow"])
    seeds: list[Flow] = field(default_factory=list["Flow"])
    raised: list[Site] = field(default_factory=list["Site"])
    is_exclusive: bool = False

    @property
    def source(self) -> TaintSource | None:
        """Return the source, where it reaches anything."""
        flows = (
            *self.names,
            *self.decides,
            *self.compared,
            *self.captured,
            *self.arguments,
            *self.others,
            *self.seeds,
        )
        return flows[0].source if flows else None

    def joined(self, other: SinkSummary) -> SinkSummary:
        """Return the sinks of two sources that are one for a message."""
        return SinkSummary(
            [*self.names, *other.names],
            [*self.decides, *other.decides],
            [*self.compared, *other.compared],
            [*self.differences, *other.differences],
            [*self.captured, *other.captured],
            [*self.arguments, *other.arguments],
            [*self.others, *other.others],
            [*self.seeds, *other.seeds],
            [*self.raised, *other.raised],
        )

    @property
    def steps(self) -> list[StepCall]:
        """Return the steps that use it other than in their name, in the order of the code."""
        uses = [flow.step for flow in (*self.captured, *self.arguments) if flow.step is not None]
        return list(dict.fromkeys(uses))

    @property
    def chooses(self) -> bool:
        """Return whether it decides which of several steps run, or how often, not just whether one does."""
        return any(flow.chooses or flow.sink is Sink.LOOP for flow in self.decides)

    @property
    def is_shared(self) -> bool:
        """Return whether several steps of one run use it, each with another value."""
        return len(self.steps) > 1 and not self.is_exclusive

    @property
    def only_named(self) -> bool:
        """Return whether it reaches step names and nothing else."""
        return bool(self.names) and not (
            self.decides or self.compared or self.captured or self.arguments or self.others
        )

    @property
    def only_seeds(self) -> bool:
        """Return whether it reaches nothing but random values, which speak for themselves."""
        return bool(self.seeds) and not (
            self.names or self.decides or self.compared or self.captured or self.arguments or self.others
        )

    @property
    def only_raised(self) -> bool:
        """Return whether an exception takes it out of the pass, such as one that says when to try again."""
        used = self.names or self.decides or self.compared or self.captured or self.arguments
        return bool(self.raised) and not used

    @property
    def only_submitted(self) -> bool:
        """Return whether it is read only when one step is submitted, so that replay never sees another value."""
        return (
            len(self.steps) == 1
            and bool(self.arguments)
            and not (self.names or self.decides or self.compared or self.captured or self.others)
            and not self.differences
        )


_FLOWS: Mapping[Sink, Callable[[SinkSummary], list[Flow]]] = {
    Sink.NAME: lambda sinks: sinks.names,
    Sink.BRANCH: lambda sinks: sinks.decides,
    Sink.ARM: lambda sinks: sinks.decides,
    Sink.LOOP: lambda sinks: sinks.decides,
    Sink.COMPARISON: lambda sinks: sinks.compared,
    Sink.CAPTURED: lambda sinks: sinks.captured,
    Sink.ARGUMENT: lambda sinks: sinks.arguments,
    Sink.SEED: lambda sinks: sinks.seeds,
    Sink.CALL: lambda sinks: sinks.others,
    Sink.OUTPUT: lambda sinks: sinks.others,
}


def sinks_by_source(
    flows: Iterable[Flow],
    events: list[Event],
    is_step_between: Callable[[Path, Path], bool],
    can_follow: Callable[[StepCall, StepCall], bool],
) -> dict[Path, SinkSummary]:
    """Return the sinks of every source, by the path that leads to it.

    Args:
        flows: The flows that were recorded while the handler was followed.
        events: What the handler does; decisions about steps can be seen only in the whole of it.
        is_step_between: Returns whether a step can run between two sources.
        can_follow: Returns whether a step can run after another one in one run.
    """
    flows = list(flows)
    found: dict[Path, SinkSummary] = {}
    # Most handlers decide nothing by what varies, and need not be looked through for what depends on it.
    decisions = _decisions(events, _Later()) if any(map(_is_varying, walk(events))) else ()
    for flow in (*flows, *decisions):
        sinks = found.setdefault(flow.source.path, SinkSummary())
        if flow.sink is not Sink.DIFFERENCE:
            _FLOWS[flow.sink](sinks).append(flow)
    for flow in _differences(flows, is_step_between):
        found[flow.source.path].differences.append(flow)
    for event in walk(events):
        if isinstance(event, MayRaise) or (isinstance(event, Exit) and event.kind is ExitKind.RAISE):
            for source in taint_sources(reachable_taint(event.value)):
                found.setdefault(source.path, SinkSummary()).raised.append(event.site)
    for sinks in found.values():
        sinks.is_exclusive = not any(starmap(can_follow, permutations(sinks.steps, 2)))
    return found


def _differences(flows: list[Flow], is_step_between: Callable[[Path, Path], bool]) -> Iterator[Flow]:
    """Yield the flows of times that meet one from the other side of a step: in a difference, or in a step's argument."""
    meetings: dict[Site, list[Flow]] = {}
    for flow in flows:
        # A variable holds the one or the other, or both apart.
        is_computed = flow.sink is Sink.ARGUMENT and isinstance(flow.site.node, (ir.Call, ir.Operation))
        if (flow.sink is Sink.DIFFERENCE or is_computed) and flow.source.row.effect is EffectKind.CLOCK:
            meetings.setdefault(flow.site, []).append(flow)
    for met in meetings.values():
        paths = {flow.source.path for flow in met}
        for flow in met if len(paths) > 1 else ():
            path = flow.source.path
            others = paths - {path}
            if any(is_step_between(path, other) or is_step_between(other, path) for other in others):
                yield flow


def _is_varying(event: Event) -> bool:
    """Return whether what varies between passes decides a branch, or how often a loop runs."""
    match event:
        case Branch() | Alternatives():
            return bool(taint_sources(reachable_taint(_deciding(event))))
        case Loop():
            return bool(taint_sources(event.over.taint))
        case _:
            return False


def _decisions(events: list[Event], later: _Later) -> Iterator[Flow]:
    """Yield the branches and loops that varying values decide and steps depend on; `later` are steps after the events."""
    for event, rest in zip(events, later.behind_each(events), strict=True):
        match event:
            case Branch() | Alternatives():
                yield from _decided_by(event, rest)
                for arm in event.arms:
                    yield from _decisions(arm, rest)
            case Loop():
                first = _first_steps(event.body)
                for step in first:
                    for source in taint_sources(event.over.taint):
                        yield Flow(source, Sink.LOOP, _over(event), step)
                # Whoever leaves a round, or the loop, skips steps of this round and of later ones.
                yield from _decisions(event.body, replace(rest, in_loop=first))
                yield from _decisions(event.orelse, rest)
            case InlinedCall():
                # Its `return` leads to here.
                yield from _decisions(event.body, _Later(on_raise=rest.any, is_caught=rest.is_caught))
            case TryBlock():
                within = replace(rest, is_caught=rest.is_caught or bool(event.clauses))
                yield from _decisions(event.body, within)
                for block in event.children[1:]:
                    yield from _decisions(block, rest)
            case _:
                for block in event.children:
                    yield from _decisions(block, rest)


def _deciding(event: Branch | Alternatives) -> Value:
    return event.test if isinstance(event, Branch) else event.choice


def _decided_by(event: Branch | Alternatives, rest: _Later) -> Iterator[Flow]:
    """Yield the flows into a branch on which a step depends: one in an arm, or one that leaving an arm skips."""
    sources = taint_sources(reachable_taint(_deciding(event)))
    if not sources:
        return
    arms = [each for arm in event.arms for each in arm]
    different, only_sleeps = _first_difference(event.arms), _only_sleep(arms)
    sink, inside = (Sink.BRANCH, different) if different else (Sink.ARM, _first_steps(arms))
    depends = inside or rest.skipped_by(event.arms)
    # Where state or a setting is missing that has to be there, raising is right: the next process may have it.
    by_process = inside or rest.skipped_by(event.arms, raising=False)
    chooses = _chooses(event, rest)
    for source in sources:
        if only_sleeps and source.row.effect is EffectKind.CLOCK:
            continue  # until a moment, say: once it is over nobody misses the sleep
        for step in by_process if source.row.effect in _OF_PROCESS else depends:
            yield Flow(source, sink if inside else Sink.BRANCH, event.site, step, chooses=chooses)


def _chooses(event: Branch | Alternatives, rest: _Later) -> bool:
    """Return whether a branch runs some steps instead of others, rather than more of them or fewer."""
    with_steps = [arm for arm in event.arms if _first_steps(arm)]
    return len(with_steps) > 1 or any(rest.skipped_by([arm]) for arm in with_steps)


def _only_sleep(events: list[Event]) -> bool:
    """Return whether steps only sleep that are found by their names, and control goes on after them."""
    steps = list(steps_run(events))
    return all(
        step.method.kind in _SLEEPS and step.context.profile.identity.is_by_name for step in steps
    ) and not any(isinstance(each, Exit) for each in walk(events, into_calls=False))


@record
class _Later:
    """The next step after a place, by how far control has to leave to skip it.

    Attributes:
        in_loop: One in the rounds of the innermost loop around the place.
        in_function: One in the function that the place is in.
        on_raise: One in the functions that call it.
        is_caught: Whether an `except` clause may lead an exception from there back to the code after.
    """

    in_loop: list[StepCall] = field(default_factory=list["StepCall"])
    in_function: list[StepCall] = field(default_factory=list["StepCall"])
    on_raise: list[StepCall] = field(default_factory=list["StepCall"])
    is_caught: bool = False

    @property
    def any(self) -> list[StepCall]:
        """Return the next step of all."""
        return (self.in_loop or self.in_function or self.on_raise)[:1]

    def behind_each(self, events: list[Event]) -> list[_Later]:
        """Return the same for the place after each of the events that lead to this place."""
        found: list[_Later] = []
        place = self
        for event in reversed(events):
            found.append(place)
            steps = _first_steps([event])
            if steps:
                place = replace(self, in_loop=self.in_loop and steps, in_function=steps)
            elif kinds := _ways_out(event):
                place = self._left_by(kinds)
        return found[::-1]

    def _left_by(self, kinds: AbstractSet[ExitKind]) -> _Later:
        """Return what is left to skip for code that leaves anyway."""
        if ExitKind.CONTINUE in kinds or (self.is_caught and ExitKind.RAISE in kinds):
            return self
        if ExitKind.BREAK in kinds:
            return replace(self, in_loop=[])
        if ExitKind.RETURN in kinds:
            return replace(self, in_loop=[], in_function=[])
        return _Later()

    def skipped_by(self, arms: Iterable[list[Event]], *, raising: bool = True) -> list[StepCall]:
        """Return the step that does not run where an arm leaves the code around it; `raising` if that counts, too."""
        kinds = {
            event.kind for arm in arms for event in walk(arm, into_calls=False) if isinstance(event, Exit)
        }
        if ExitKind.RAISE in kinds and raising:
            return self.any
        kinds.discard(ExitKind.RAISE)
        if ExitKind.RETURN in kinds:
            return (self.in_loop or self.in_function)[:1]
        return self.in_loop[:1] if kinds else []


def _ways_out(event: Event) -> AbstractSet[ExitKind]:
    """Return how control leaves the block with an event, if it always does."""
    match event:
        case Exit():
            return {event.kind}
        case Branch():
            ways = [_ways_out_of(arm) for arm in event.arms]
            return set[ExitKind]().union(*ways) if all(ways) else set[ExitKind]()
        case WithBlock(swallows=False):
            return _ways_out_of(event.body)
        case _:
            return set[ExitKind]()


def _ways_out_of(events: Iterable[Event]) -> AbstractSet[ExitKind]:
    ways = (_ways_out(event) for event in events)
    return next((each for each in ways if each), set[ExitKind]())


def _over(event: Loop) -> Site:
    loop = event.variance.loop
    return Site(loop.module, event.over_node, loop.enclosing_definition)


def _first_steps(events: list[Event]) -> list[StepCall]:
    first = next(steps_run(events), None)
    return [] if first is None else [first]


def _first_difference(arms: Sequence[list[Event]]) -> list[StepCall]:
    """Return the first step that runs in one arm of a branch and not in all: a step of one name in each arm always runs."""
    if any(_has_conditional_step(arm) for arm in arms):
        return _first_steps([each for arm in arms for each in arm])
    for abreast in zip_longest(*map(steps_run, arms), *([()] if len(arms) == 1 else [])):
        if len(set(map(_recorded_as, abreast))) > 1:
            return [step for step in abreast if step is not None][:1]
    return []


def _has_conditional_step(events: list[Event]) -> bool:
    """Return whether a step among events need not run exactly once."""
    return any(
        isinstance(each, (Branch, Alternatives, Loop, TryBlock)) and any(steps_run([each]))
        for each in walk(events)
    )


def _recorded_as(step: StepCall | None) -> object:
    """Return what a step is recorded as; the step itself where that is not known."""
    name = step.constant_name if step is not None else None
    return step if step is None or name is None else (name, step.method.kind)
