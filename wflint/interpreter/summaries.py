"""Summaries: what a function that cannot reach the context does, worked out once for all its callers.

In a summary paths are relative to the function, and values are marked with the parameters that they came from.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import field, replace
from types import NoneType

from wflint.domain.alternatives import Collection, Data, External, Instance, Method, Object
from wflint.domain.awaited import Promise, StepResult
from wflint.domain.contents import reachable_taint
from wflint.domain.env import Returned
from wflint.domain.sites import Path, Site
from wflint.domain.taint import (
    UNTAINTED,
    FromParameter,
    FromRequest,
    FromSteps,
    LoopVariance,
    Taint,
    TaintSource,
    taint_sources,
)
from wflint.domain.values import Const, Ref, Value
from wflint.interpreter.facts import HandlerFacts, Outcome
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.record import record
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, MayRaise, StepCalled, SummarizedEffect, UnknownCall, ValueUse
from wflint.trace.flows import Sink
from wflint.trace.raises import Raised, raised_among
from wflint.trace.walk import effects_among

_MAX_DEPTH = 3
MAX_SOURCES = 64
"""How many sources, each by the ways that lead to it, a summary's value brings to a caller before only the shortest counts."""


@record
class OptionsObject(Ref):
    """An object literal by whose items a function decides what it does, or with which it does it, as a summary keeps it.

    Unlike the collection, which changes, it hashes by what it holds.
    """

    items: tuple[tuple[str, Value], ...]

    def collection(self) -> Value:
        """Return the collection that it stands for."""
        items: dict[object, Value] = {key: _written_out(item) for key, item in self.items}
        return Value((Collection(ir.ContainerKind.DICT, items),))


def _written_out(value: Value) -> Value:
    """Return an item of such an object, which may be one itself."""
    only = value.only
    return only.collection() if isinstance(only, OptionsObject) else value


@record
class Summary:
    """What calling a function does and returns.

    Attributes:
        value: What it returns.
        returned: The places that return it.
        effects: Its effects, the one with the shortest path of each kind.
        unknown: The calls in it that could not be resolved.
        changes: The parameters whose objects it changes, with the taint of what decides whether it does.
        used: Where it looks into what the engine gave.
        raises: The exceptions that leave it, each by the shortest way.
        runs_steps: Whether it runs steps, which find the run that they belong to without a context.
    """

    value: Value
    returned: tuple[Returned, ...]
    effects: tuple[EffectCall, ...]
    unknown: tuple[UnknownCall, ...]
    changes: Mapping[str, frozenset[Taint]] = field(compare=False)
    used: tuple[ValueUse, ...] = ()
    raises: tuple[Raised, ...] = ()
    runs_steps: bool = False

    @classmethod
    def of(cls, outcome: Outcome, events: list[Event], facts: HandlerFacts) -> Summary:
        """Summarize the events of one run of the function."""
        given = {source.path for source in taint_sources(reachable_taint(outcome.value))}
        seeds = _only_seeding(facts) - given
        shortest: dict[object, EffectCall] = {}
        unknown: list[UnknownCall] = []
        for event in effects_among(events):
            if isinstance(event, UnknownCall):
                # No context reaches what is summarized; but a call that was not followed might find one.
                unknown.append(replace(event, may_run_steps=bool(event.why)))
                continue
            if event.path in seeds:
                continue
            # What becomes of a value that is returned shows only at the call.
            returned = event.site if event.path in given else None
            key = (event.row.effect, event.access, event.seconds, bool(event.loops), returned)
            known = shortest.get(key)
            kept = event if known is None or len(event.path) < len(known.path) else known
            shortest[key] = kept if known is None else replace(kept, repeated=True)
        effects = tuple(shortest.values())
        used = {(use.of, use.use, use.name, use.site): use for use in uses_among(events)}
        leaving = (each for each in raised_among(events) if not each.guarded and not each.again)
        return cls(
            outcome.value,
            outcome.returned,
            effects,
            tuple(dict.fromkeys(unknown)),
            dict(facts.changed_parameters),
            tuple(used.values()),
            _shortest_ways(leaving),
            _starts_step(events),
        )

    def apply(self, frame: Frame, site: Site) -> None:
        """Record in a caller's trace what the function does."""
        for effect in self.effects:
            frame.trace.append(SummarizedEffect(site, _seen_from(effect, frame, site)))
        frame.trace.extend(replace(each, through=site) for each in self.unknown)
        for used in self.used:
            frame.trace.append(used.seen_from((*frame.path, site, *used.path), frame.step))
        for raised in self.raises:
            frame.trace.append(MayRaise(site, (site, *raised.path), raised.value))


def _only_seeding(facts: HandlerFacts) -> set[Path]:
    """Return the paths of the effects whose values are only the seeds of random ones, which are reported instead."""
    seeds = {flow.source.path for flow in facts.flows if flow.sink is Sink.SEED}
    return seeds - {flow.source.path for flow in facts.flows if flow.sink is not Sink.SEED}


def _shortest_ways(exceptions: Iterable[Raised]) -> tuple[Raised, ...]:
    """Return each exception once: functions that call each other lead to the same one in ever more ways."""
    shortest: dict[tuple[Site, Value], Raised] = {}
    for each in exceptions:
        key = each.path[-1], each.value
        known = shortest.get(key)
        if known is None or len(each.path) < len(known.path):
            shortest[key] = each
    return tuple(shortest.values())


def _starts_step(events: Iterable[Event]) -> bool:
    return any(isinstance(event, StepCalled) or any(map(_starts_step, event.children)) for event in events)


def _seen_from(effect: EffectCall, frame: Frame, site: Site) -> EffectCall:
    """Return an effect of a function as its caller sees it, with the call at `site`."""
    return EffectCall(
        effect.site,
        (*frame.path, site, *effect.path),
        effect.name,
        effect.row,
        effect.access,
        frame.phase,
        effect.arguments,
        (*frame.loops, *effect.loops),
        effect.keywords,
        effect.repeated,
        effect.kept_by,
    )


def uses_among(events: Iterable[Event]) -> Iterator[ValueUse]:
    """Yield the uses of what the engine provided."""
    for event in events:
        if isinstance(event, ValueUse):
            yield event
        for block in event.children:
            yield from uses_among(block)


def uses_of_results(events: Iterable[Event]) -> Iterator[ValueUse]:
    """Yield the uses of steps' results among events."""
    for event in events:
        if isinstance(event, ValueUse) and isinstance(event.of, StepResult):
            yield event
        for block in event.children:
            yield from uses_of_results(block)


def abstract_argument(
    value: Value,
    *,
    keeps_constant: bool = False,
    keeps_items: bool = False,
    is_optional: bool = False,
    depth: int = _MAX_DEPTH,
) -> Value:
    """Return a value with only what a summary may depend on: what it is, without origins.

    Args:
        value: The argument.
        keeps_constant: Whether the function may decide by it what it does, if it is a constant.
        keeps_items: Whether it may decide by items of it, if it is an object with constants.
        is_optional: Whether it may decide by it whether anything is given.
        depth: How many objects in each other are looked into, since one may hold itself.
    """
    if keeps_constant and value.constant is not None:
        return Value(value.alternatives)
    if keeps_items and depth and (options := _options(value, depth - 1)) is not None:
        return Value((options,))
    abstract = tuple(dict.fromkeys(_abstract(ref) for ref in value.alternatives))
    if is_optional and value.always(_counts_as_true):
        abstract = tuple(
            replace(ref, is_given=True) if isinstance(ref, Instance) else ref for ref in abstract
        )
    return Value(abstract, is_open=value.is_open)


_NEVER_FALSE = frozenset({"datetime.datetime", "datetime.date", "uuid.UUID", "pathlib.Path"})


def _counts_as_true(ref: Ref) -> bool:
    return (isinstance(ref, Collection) and bool(ref.items)) or (
        isinstance(ref, Instance) and (ref.is_given or ref.type in _NEVER_FALSE)
    )


def _options(value: Value, depth: int) -> OptionsObject | None:
    """Return an object that was written out to say how, or with what, something is done; `None` for any other value."""
    only = value.only
    if not isinstance(only, Collection) or only.kind is not ir.ContainerKind.DICT or only.type or only.rest:
        return None
    items = ((key, item) for key, item in only.items.items() if isinstance(key, str))
    kept = tuple((key, _option(item, depth)) for key, item in items)
    return OptionsObject(kept) if any(_is_choice(item) or _acts(item) for _, item in kept) else None


def _option(value: Value, depth: int) -> Value:
    return abstract_argument(value, keeps_constant=_is_choice(value), keeps_items=True, depth=depth)


def _is_choice(value: Value) -> bool:
    return value.constant is not None and isinstance(value.constant.value, (str, bool, NoneType))


def _acts(value: Value) -> bool:
    """Return whether calls of what a value is, or has, may do something: a client, a function of a library, an own object."""
    return any(
        isinstance(ref, (External, Method, Object, OptionsObject))
        or (isinstance(ref, Instance) and not ref.type.startswith("builtins."))
        for ref in value.alternatives
    )


def _abstract(ref: Ref) -> Ref:
    match ref:
        case Const() if ref.value is not None:
            return Instance(f"builtins.{ref.type}")
        case Collection():
            return Instance(ref.type or f"builtins.{ref.kind.value}")
        case StepResult():
            return Data()
        case _:
            return ref


def instantiate(
    value: Value,
    frame: Frame,
    site: Site,
    parameters: Mapping[str, frozenset[Taint]],
    depth: int = _MAX_DEPTH,
) -> Value:
    """Return a summary's value for a caller: paths start at the call, arguments replace parameters."""
    alternatives = value.alternatives
    if depth and any(isinstance(ref, (Collection, Object, Promise)) for ref in alternatives):
        alternatives = tuple(
            _instantiate_alternative(ref, frame, site, parameters, depth - 1) for ref in alternatives
        )
    return Value(alternatives, instantiate_taint(value.taint, frame, site, parameters), value.is_open)


def _instantiate_alternative(
    ref: Ref, frame: Frame, site: Site, parameters: Mapping[str, frozenset[Taint]], depth: int
) -> Ref:
    if isinstance(ref, Collection):
        items = {key: instantiate(item, frame, site, parameters, depth) for key, item in ref.items.items()}
        rest = instantiate(ref.rest, frame, site, parameters, depth) if ref.rest is not None else None
        return replace(ref, items=items, rest=rest, step=frame.step)
    if isinstance(ref, Promise):
        return replace(ref, value=instantiate(ref.value, frame, site, parameters, depth))
    if isinstance(ref, Object):
        attributes = {
            name: instantiate(held, frame, site, parameters, depth) for name, held in ref.attributes.items()
        }
        return replace(ref, attributes=attributes, step=frame.step)
    return ref


def instantiate_taint(
    taint: frozenset[Taint], frame: Frame, site: Site, parameters: Mapping[str, frozenset[Taint]]
) -> frozenset[Taint]:
    """Return a summary's taint for a caller: paths start at the call, arguments' taint replaces parameters."""
    if not taint:
        return taint
    # The taint of an argument's attributes is already known to the caller.
    known = frozenset[Taint]().union(*parameters.values())
    found: set[Taint] = set()
    for each in taint:
        match each:
            case _ if each in known:
                found.add(each)
            case TaintSource(is_of_process=True) if frame.step is None:
                found.add(each)
            case TaintSource() if frame.step is None:
                path = (*frame.path, site, *each.path)
                found.add(replace(each, path=path, is_of_process=frame.function is None))
            case FromRequest() | FromSteps() if frame.step is None:
                found.add(each)
            case FromParameter():
                found |= parameters.get(each.name, UNTAINTED)
            case TaintSource() | LoopVariance() | FromRequest() | FromSteps():
                pass
    return frozenset(found if len(found) <= MAX_SOURCES else _nearest(found))


def _nearest(taint: set[Taint]) -> Iterator[Taint]:
    """Yield a taint with the shortest way to each source: functions that call each other in circles have ever more ways."""
    shortest: dict[object, TaintSource] = {}
    for each in taint:
        if isinstance(each, TaintSource):
            known = shortest.get((each.site, each.name))
            if known is None or _way(each) < _way(known):
                shortest[each.site, each.name] = each
        else:
            yield each
    yield from shortest.values()


def _way(source: TaintSource) -> tuple[int, list[str]]:
    """Return how long the way to a source is, and what tells ways of one length apart."""
    return len(source.path), [site.module.path for site in source.path]
