"""What code does, as the events that were recorded when it was followed, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TypeVar, cast

from wflint.domain.sites import Path, Site
from wflint.domain.taint import taint_sources
from wflint.effects import EffectKind
from wflint.engines import StepKind
from wflint.ir import nodes as ir
from wflint.ir.walk import walk as walk_nodes
from wflint.model.order import StepOrder
from wflint.trace.cfg import Graph, build_graph
from wflint.trace.event import Event
from wflint.trace.events import InlinedCall, Loop, StepCalled, StepExecuted
from wflint.trace.raises import Raised, raised_among
from wflint.trace.steps import StepCall
from wflint.trace.walk import runs_step, walk

_E = TypeVar("_E", bound=Event)


class FollowedCode:
    """Code that was followed.

    Attributes:
        events: What it does.
    """

    events: list[Event]

    @cached_property
    def graph(self) -> Graph:
        """Return its control-flow graph."""
        return build_graph(self.events)

    @cached_property
    def order(self) -> StepOrder:
        """Return what can run after what."""
        return StepOrder(self.graph)

    @cached_property
    def trail(self) -> list[tuple[Event, Path]]:
        """Return every event, step functions included, with the calls of functions that run steps around it."""
        found: list[tuple[Event, Path]] = []
        _follow_trail(self.events, (), found)
        return found

    def recorded(self, kind: type[_E]) -> Sequence[tuple[_E, Path]]:
        """Return every event of one kind, as in `trail`."""
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
        """Return every event of replayed code."""
        return list(walk(self.events))

    @cached_property
    def steps(self) -> list[StepCall]:
        """Return every step call in the order of the code, those inside a step function after its step."""
        return [step for step in self.started if step.method.kind is not StepKind.TOGETHER]

    @cached_property
    def started(self) -> list[StepCall]:
        """Return the same, with the calls by which the engine runs several steps at once."""
        return list(dict.fromkeys(event.step for event, _ in self.recorded(StepCalled)))

    @cached_property
    def raised(self) -> list[Raised]:
        """Return every exception that its code raises, step functions included."""
        return list(raised_among(self.events))

    def is_in_varying_loop(self, site: Site) -> bool:
        """Return whether a loop around an expression is over what differs between passes: a round's number tells nothing then."""
        return id(site.node) in self._in_varying_loops

    @cached_property
    def _in_varying_loops(self) -> frozenset[int]:
        return frozenset(
            id(each)
            for loop, _ in self.recorded(Loop)
            if isinstance(loop.node, ir.For)
            and any(
                source.row.effect is not EffectKind.ENVIRONMENT for source in taint_sources(loop.over.taint)
            )
            for each in walk_nodes(loop.node.body)
        )


def _follow_trail(events: list[Event], outer: Path, found: list[tuple[Event, Path]]) -> None:
    """Add events and those inside them to a trail; a generator for each block would take longer than the rest."""
    for event in events:
        found.append((event, outer))
        if isinstance(event, StepExecuted):
            _follow_trail(event.step.body, outer, found)
        elif isinstance(event, InlinedCall):
            # Calls of functions that run steps belong to the way to a place; others are part of its cause chain.
            _follow_trail(event.body, (*outer, event.site) if runs_step(event.body) else outer, found)
        else:
            for block in event.children:
                _follow_trail(block, outer, found)
