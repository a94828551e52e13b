"""Counts of the steps before and after a place, and how often a run therefore executes it."""

from __future__ import annotations

import heapq
import math
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property
from itertools import chain

from wflint.engines import StepKind
from wflint.explaining.bounds import Bounds
from wflint.model.handler import Handler
from wflint.trace.event import Event
from wflint.trace.events import Concurrent, InlinedCall, UnknownCall
from wflint.trace.steps import StepCall
from wflint.trace.walk import steps_run

_Edges = list[set[int]]


class Counts:
    """Counts over one handler's control-flow graph.

    The steps of loops count any number of times, and so do those that calls may run which cannot be followed.
    """

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._graph = handler.graph
        self._passes = handler.context.profile.passes
        self._edges = _with_repeats(handler)
        self._kinds = {node: step.method.kind for node, step in self._graph.steps()}
        together = _started_together(handler) if self._passes.together else frozenset[StepCall]()
        self._open = _open_calls(handler)
        self._together = {node for node, step in self._graph.steps() if step in together}

    def steps(self) -> Bounds:
        """Return how many steps a run has; code that reaches none is not a run."""
        weights = self._weights(1)
        return self._total(weights).at_least(1 if self._kinds else 0)

    @cached_property
    def prelude(self) -> Bounds:
        """Return how often a run executes the code before its first step."""
        if self._handler.rejection is not None:
            return Bounds(1, 1)
        passes = self._passes
        one = passes.step if self._kinds else 0
        total = self._total(self._weights(passes.step, passes.call, passes.together)).at_least(one)
        runs = total.plus(passes.start)
        return Bounds(runs.least, None if runs.most is None else runs.most + passes.posted)

    def position(self, event: Event) -> Bounds:
        """Return which step of a run an event is: the number of steps before it, and one."""
        return self._steps_before(event).plus(1)

    def runs(self, event: Event) -> Bounds | None:
        """Return how often a run executes an event of replayed code; `None` if the run fails after it."""
        before = self._steps_before(event)
        if before == Bounds(0, 0):
            return self.prelude
        remaining = self._steps_after(event)
        if remaining is None:
            return None
        if not self._passes.step:
            return Bounds(0 if before.least == 0 else 1, 1)
        runs = remaining.plus(1)
        return Bounds(runs.least, self.prelude.most) if before.least == 0 else runs

    def runs_after(self, step: Event) -> Bounds | None:
        """Return how often a run executes the code right after a step; `None` if the run fails there."""
        remaining = self._steps_after(step)
        if remaining is None:
            return None
        return remaining.plus(1) if self._passes.step else Bounds(1, 1)

    def _steps_before(self, event: Event) -> Bounds:
        found = (self._before[node] for node in self._graph.of(event))
        return Bounds.union(bounds for bounds in found if bounds is not None)

    def _steps_after(self, event: Event) -> Bounds | None:
        found = (self._after[node] for node in self._graph.of(event))
        known = [bounds for bounds in found if bounds is not None]
        return Bounds.union(known) if known else None

    def _weights(self, step: int, call: int = 0, together: int = 0) -> list[int]:
        weights = [0] * len(self._graph.events)
        for node, kind in self._kinds.items():
            weights[node] = step + (call if kind is StepKind.CALL else 0)
        for node in self._together:
            weights[node] += together
        return weights

    @cached_property
    def _before(self) -> list[Bounds | None]:
        return _passed(self._edges, self._weights(1), [0], self._open)

    @cached_property
    def _after(self) -> list[Bounds | None]:
        backwards: _Edges = [set() for _ in self._edges]
        for node, nexts in enumerate(self._edges):
            for each in nexts:
                backwards[each].add(node)
        return _passed(backwards, self._weights(1, together=1), self._ends, self._open)

    @cached_property
    def _ends(self) -> list[int]:
        """Return the last events of runs; where every run fails, the last events of those."""
        dead_ends = [node for node, nexts in enumerate(self._edges) if not nexts]
        return sorted(self._graph.exits) or dead_ends

    def _total(self, weights: list[int]) -> Bounds:
        before = _passed(self._edges, weights, [0], self._open)
        whole = [bounds.plus(weights[node]) for node in self._ends if (bounds := before[node]) is not None]
        if not whole and any(weights):
            return Bounds(0, None)  # it never ends
        # A path that reaches no step is not a run.
        total = Bounds.union(bounds for bounds in whole if bounds != Bounds(0, 0))
        return total if self._handler.is_complete else Bounds(total.least, None)


def _started_together(handler: Handler) -> frozenset[StepCall]:
    """Return the steps that are started at once with others for certain.

    Branches go in lockstep, so the longest one goes alone when all others are done.
    """
    calls = {event.site: event for event in handler.replayed if isinstance(event, InlinedCall)}
    found: set[StepCall] = set()
    for event in handler.replayed:
        if isinstance(event, Concurrent) and not event.many:
            blocks = [*event.branches, *(calls[site].body for site in event.promised if site in calls)]
            branches = sorted((list(steps_run(block)) for block in blocks), key=len)
            others = branches[:-1]
            rounds = len(others[-1]) if others else 0
            found.update(chain.from_iterable(others), *(each[:rounds] for each in branches[-1:]))
    return frozenset(found)


def _with_repeats(handler: Handler) -> _Edges:
    """Return the edges of the graph; a step that is started at once any number of times follows itself."""
    after = [set(nexts) for nexts in handler.graph.after]
    repeated = {
        step
        for event in handler.replayed
        if isinstance(event, Concurrent) and event.many
        for step in steps_run([event])
    }
    for node, step in handler.graph.steps():
        if step in repeated:
            after[node].add(node)
    return after


def _open_calls(handler: Handler) -> frozenset[int]:
    """Return the nodes of calls that cannot be followed and may run any number of steps."""
    events = enumerate(handler.graph.events)
    return frozenset(node for node, event in events if isinstance(event, UnknownCall) and event.may_run_steps)


def _passed(
    after: _Edges, weights: list[int], starts: Iterable[int], unlimited: AbstractSet[int]
) -> list[Bounds | None]:
    """Return the weight of the nodes on the paths to each node, itself excluded; `None` if no path leads there.

    Args:
        after: The edges of the graph.
        weights: What each node weighs, at least.
        starts: Where the paths begin.
        unlimited: The nodes that may weigh anything more.
    """
    starts = [start for start in starts if start < len(after)]
    least = _least(after, weights, starts)
    most = dict.fromkeys(starts, 0.0)
    for component in _components(after, starts):
        passed = max(most.get(node, 0.0) for node in component)
        is_cycle = len(component) > 1 or component[0] in after[component[0]]
        if is_cycle and any(weights[node] for node in component):
            passed = math.inf  # a cycle may be passed any number of times
        most.update(dict.fromkeys(component, passed))
        for node in component:
            behind = math.inf if node in unlimited else passed + weights[node]
            for each in after[node]:
                most[each] = max(most.get(each, 0.0), behind)
    return [
        Bounds(least[node], None if most[node] == math.inf else int(most[node])) if node in least else None
        for node in range(len(after))
    ]


def _least(after: _Edges, weights: list[int], starts: Iterable[int]) -> dict[int, int]:
    least: dict[int, int] = {}
    queue = [(0, start) for start in starts]
    while queue:
        passed, node = heapq.heappop(queue)
        if node not in least:
            least[node] = passed
            for each in after[node]:
                heapq.heappush(queue, (passed + weights[node], each))
    return least


def _components(after: _Edges, starts: Iterable[int]) -> list[list[int]]:
    """Return the strongly connected components that are reached, each after those that lead to it (Tarjan's algorithm)."""
    search = _Search(after)
    for start in starts:
        search.begin(start)
    return search.found[::-1]


class _Search:
    """A depth-first search that needs no recursion; `found` has each component before those that lead to it."""

    def __init__(self, after: _Edges) -> None:
        self.found: list[list[int]] = []
        self._after = after
        self._order: dict[int, int] = {}
        self._lowest: dict[int, int] = {}
        self._open: list[int] = []
        self._done: set[int] = set()

    def begin(self, start: int) -> None:
        """Find the components that are reached from a node."""
        path = [self._enter(start)] if start not in self._order else []
        while path:
            node, nexts = path[-1]
            for each in nexts:
                if each not in self._order:
                    path.append(self._enter(each))
                    break
                if each not in self._done:
                    self._lowest[node] = min(self._lowest[node], self._order[each])
            else:
                path.pop()
                self._leave(node)
                if path:
                    before = path[-1][0]
                    self._lowest[before] = min(self._lowest[before], self._lowest[node])

    def _enter(self, node: int) -> tuple[int, Iterator[int]]:
        self._order[node] = self._lowest[node] = len(self._order)
        self._open.append(node)
        return node, iter(self._after[node])

    def _leave(self, node: int) -> None:
        if self._lowest[node] == self._order[node]:
            component = [self._open.pop()]
            while component[-1] != node:
                component.append(self._open.pop())
            self._done.update(component)
            self.found.append(component)
