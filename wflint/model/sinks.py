"""The sinks that varying values reach."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from wflint.domain.contents import reachable_taint
from wflint.domain.sites import Path, Site
from wflint.domain.taint import taint_sources
from wflint.trace.event import Event
from wflint.trace.events import Branch, Exit, Loop
from wflint.trace.flows import Flow, Sink
from wflint.trace.steps import StepCall
from wflint.trace.walk import steps_run, walk


@dataclass(slots=True)
class SinkSummary:
    """The sinks that one varying value reaches.

    Attributes:
        names: Names of steps that it is part of.
        decides: Branches and loops that it decides, with a step that depends on it.
        compared: Comparisons with what a step recorded.
        captured: Uses in step functions, one a step and place.
        arguments: Uses as another argument of a step call.
        others: Uses in other calls of replayed code, output included.
    """

    names: list[Flow] = field(default_factory=list["Flow"])
    decides: list[Flow] = field(default_factory=list["Flow"])
    compared: list[Flow] = field(default_factory=list["Flow"])
    captured: list[Flow] = field(default_factory=list["Flow"])
    arguments: list[Flow] = field(default_factory=list["Flow"])
    others: list[Flow] = field(default_factory=list["Flow"])

    @property
    def steps(self) -> list[StepCall]:
        """Return the steps that use it other than in their name, in the order of the code."""
        uses = [flow.step for flow in (*self.captured, *self.arguments) if flow.step is not None]
        return list(dict.fromkeys(uses))

    @property
    def is_shared(self) -> bool:
        """Return whether several steps use it, each with another value."""
        return len(self.steps) > 1

    @property
    def only_named(self) -> bool:
        """Return whether it reaches step names and nothing else."""
        return bool(self.names) and not (
            self.decides or self.compared or self.captured or self.arguments or self.others
        )

    @property
    def only_submitted(self) -> bool:
        """Return whether it is read only when one step is submitted, so that replay never sees another value."""
        return (
            len(self.steps) == 1
            and bool(self.arguments)
            and not (self.names or self.decides or self.compared or self.captured or self.others)
        )


_FLOWS: Mapping[Sink, Callable[[SinkSummary], list[Flow]]] = {
    Sink.NAME: lambda sinks: sinks.names,
    Sink.BRANCH: lambda sinks: sinks.decides,
    Sink.LOOP: lambda sinks: sinks.decides,
    Sink.COMPARISON: lambda sinks: sinks.compared,
    Sink.CAPTURED: lambda sinks: sinks.captured,
    Sink.ARGUMENT: lambda sinks: sinks.arguments,
    Sink.CALL: lambda sinks: sinks.others,
    Sink.OUTPUT: lambda sinks: sinks.others,
}


def sinks_by_source(flows: Iterable[Flow], events: list[Event]) -> dict[Path, SinkSummary]:
    """Return the sinks of every source, by the path that leads to it.

    Args:
        flows: The flows that were recorded while the handler was followed.
        events: What the handler does; decisions about steps can be seen only in the whole of it.
    """
    found: dict[Path, SinkSummary] = {}
    for flow in (*flows, *_decisions(events, [])):
        sinks = found.setdefault(flow.source.path, SinkSummary())
        _FLOWS[flow.sink](sinks).append(flow)
    return found


def _decisions(events: list[Event], later: list[StepCall]) -> Iterator[Flow]:
    """Yield the branches and loops that varying values decide and steps depend on; `later` are steps after the events."""
    for place, event in enumerate(events):
        rest = [*_first_steps(events[place + 1 :]), *later][:1]
        match event:
            case Branch():
                inside = [step for arm in event.arms for step in steps_run(arm)]
                depends = inside[:1] or (rest if any(map(_leaves, event.arms)) else [])
                for step in depends:
                    for source in taint_sources(reachable_taint(event.test)):
                        yield Flow(source, Sink.BRANCH, event.site, step)
                for arm in event.arms:
                    yield from _decisions(arm, rest)
            case Loop():
                for step in list(steps_run(event.body))[:1]:
                    for source in taint_sources(event.over.taint):
                        yield Flow(source, Sink.LOOP, _over(event), step)
                yield from _decisions(event.body, rest)
                yield from _decisions(event.orelse, rest)
            case _:
                for block in event.children:
                    yield from _decisions(block, rest)


def _over(event: Loop) -> Site:
    loop = event.variance.loop
    return Site(loop.module, event.over_node, loop.enclosing_definition)


def _first_steps(events: list[Event]) -> list[StepCall]:
    first = next(steps_run(events), None)
    return [] if first is None else [first]


def _leaves(events: list[Event]) -> bool:
    """Return whether an arm may leave the code around it."""
    return any(isinstance(event, Exit) for event in walk(events, into_calls=False))
