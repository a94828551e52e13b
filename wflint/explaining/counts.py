"""How many steps lie before and behind a place, and how often a run therefore executes it."""

from __future__ import annotations

import heapq
from collections import deque
from functools import cached_property
from typing import TYPE_CHECKING

from wflint.engines import StepKind
from wflint.explaining.nodes import Times
from wflint.trace.events import Concurrent
from wflint.trace.walk import steps_run

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.model.handler import Handler
    from wflint.trace.event import Event

_Edges = list[set[int]]


class Counts:
    """Counts over one handler's control-flow graph; the steps of loops count any number of times."""

    def __init__(self, handler: Handler) -> None:
        self._handler = handler
        self._graph = handler.graph
        self._passes = handler.context.profile.passes
        self._after = _with_repeats(handler)
        self._kinds = {node: step.method.kind for node, step in self._graph.steps()}

    def steps(self) -> Times:
        """How many steps a run has; one that reaches none is no run."""
        weights = self._weights(1, 0)
        return _at_least(1 if self._kinds else 0, self._total(weights))

    def prelude(self) -> Times:
        """How often a run executes the code before its first step."""
        passes = self._passes
        one = passes.step if self._kinds else 0
        total = _at_least(one, self._total(self._weights(passes.step, passes.call)))
        return _plus(total, passes.start)

    def position(self, event: Event) -> Times:
        """How many steps a run has had when it comes to an event, and this one."""
        return _plus(_union(self._before[node] for node in self._graph.of(event)), 1)

    def runs(self, event: Event) -> Times | None:
        """How often a run executes an event of replayed code; `None` if the run fails behind it."""
        nodes = self._graph.of(event)
        before = _union(self._before[node] for node in nodes)
        if before == Times(0, 0):
            return self.prelude()
        remaining = [times for node in nodes if (times := self._behind[node]) is not None]
        if not remaining:
            return None
        if not self._passes.step:
            return Times(0 if before.least == 0 else 1, 1)
        behind = _plus(_union(remaining), 1)
        return Times(behind.least, self.prelude().most) if before.least == 0 else behind

    def runs_behind(self, step: Event) -> Times | None:
        """How often a run executes the code right behind a step; `None` if the run fails there."""
        remaining = [times for node in self._graph.of(step) if (times := self._behind[node]) is not None]
        if not self._passes.step:
            return Times(1, 1) if remaining else None
        return _plus(_union(remaining), 1) if remaining else None

    def _weights(self, step: int, call: int) -> list[int]:
        weights = [0] * len(self._graph.events)
        for node, kind in self._kinds.items():
            weights[node] = step + (call if kind is StepKind.CALL else 0)
        return weights

    @cached_property
    def _before(self) -> list[Times | None]:
        return _passed(self._after, self._weights(1, 0), [0])

    @cached_property
    def _behind(self) -> list[Times | None]:
        backwards: _Edges = [set() for _ in self._after]
        for node, nexts in enumerate(self._after):
            for each in nexts:
                backwards[each].add(node)
        return _passed(backwards, self._weights(1, 0), self._ends)

    @cached_property
    def _ends(self) -> list[int]:
        """The last events of runs; of those that always fail, where there are no others."""
        dead_ends = [node for node, nexts in enumerate(self._after) if not nexts]
        return sorted(self._graph.exits) or dead_ends

    def _total(self, weights: list[int]) -> Times:
        before = _passed(self._after, weights, [0])
        whole: list[Times | None] = []
        for node in self._ends:
            times = before[node]
            whole.append(times and _plus(times, weights[node]))
        if not any(whole) and any(weights):
            return Times(0, None)  # it never ends
        # A way that reaches no step is no run.
        return _union([times for times in whole if times != Times(0, 0)])


def _with_repeats(handler: Handler) -> _Edges:
    """The edges of the graph, with steps that are started at once any number of times following themselves."""
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


def _passed(after: _Edges, weights: list[int], starts: Iterable[int]) -> list[Times | None]:
    """The weight of the nodes that are passed on the way to each node, itself left out; `None` where no way leads."""
    starts = [start for start in starts if start < len(after)]
    least = _least(after, weights, starts)
    endless = _endless(after, weights, set(least))
    most = dict.fromkeys(starts, 0)
    pending = deque(starts)
    while pending:
        node = pending.popleft()
        through = most[node] + weights[node]
        for each in after[node] - endless:
            if through > most.get(each, -1):
                most[each] = through
                pending.append(each)
    return [
        Times(least[node], None if node in endless else most[node]) if node in least else None
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


def _endless(after: _Edges, weights: list[int], reached: set[int]) -> set[int]:
    """The nodes behind a node that has a weight and lies on a circle, so that it may be passed any number of times."""
    endless: set[int] = set()
    for node in reached:
        if weights[node] and node not in endless:
            behind = _reachable(after, node)
            if node in behind:
                endless |= behind
    return endless


def _reachable(after: _Edges, start: int) -> set[int]:
    seen: set[int] = set()
    stack = [start]
    while stack:
        for each in after[stack.pop()] - seen:
            seen.add(each)
            stack.append(each)
    return seen


def _union(found: Iterable[Times | None]) -> Times:
    known = [times for times in found if times is not None]
    if not known:
        return Times(0, 0)
    mosts = [times.most for times in known if times.most is not None]
    return Times(min(times.least for times in known), max(mosts) if len(mosts) == len(known) else None)


def _plus(times: Times, more: int) -> Times:
    return Times(times.least + more, None if times.most is None else times.most + more)


def _at_least(least: int, times: Times) -> Times:
    return Times(max(least, times.least), times.most)
