"""The order of steps: which of them, and which other events, can run after which."""

from __future__ import annotations

from functools import cached_property

from wflint.trace.cfg import Graph
from wflint.trace.event import Event
from wflint.trace.events import ExceptClause
from wflint.trace.steps import StepCall


class StepOrder:
    """Answers questions about the order of steps from a handler's control-flow graph."""

    def __init__(self, graph: Graph) -> None:
        self._graph = graph
        self._after: dict[StepCall, set[int]] = {}

    def is_before_steps(self, event: Event) -> bool:
        """Return whether no step can have run before an event."""
        return self._after_steps.isdisjoint(self._graph.of(event))

    def is_followed(self, event: Event) -> bool:
        """Return whether a step can run after an event."""
        return not self._before_steps.isdisjoint(self._graph.of(event))

    def is_alone(self, event: Event) -> bool:
        """Return whether code is reached, and no step can run before or after it."""
        nodes = self._graph.of(event)
        return bool(nodes) and self._after_steps.isdisjoint(nodes) and self._before_steps.isdisjoint(nodes)

    def steps_after(self, event: Event) -> set[StepCall]:
        """Return the steps that can run after an event."""
        after = self._graph.reachable(self._graph.of(event))
        return {step for node, step in self._steps if node in after}

    def is_step_between(self, first: Event, second: Event) -> bool:
        """Return whether a step can run after an event and before a later one, without the first one happening again."""
        starts, ends = self._graph.of(first), set(self._graph.of(second))
        if not starts or not ends or min(starts) > min(ends):
            return False
        reached = self._graph.reachable(starts, avoiding=starts)
        steps = (node for node, _ in self._steps if node in reached)
        return not ends.isdisjoint(self._graph.reachable(steps, avoiding=starts))

    def can_happen_before(self, first: Event, second: Event) -> bool:
        """Return whether an event can happen before another one, in an earlier round of a loop maybe."""
        return not self._graph.reachable(self._graph.of(first)).isdisjoint(self._graph.of(second))

    def can_follow(self, first: StepCall, second: StepCall) -> bool:
        """Return whether both steps can run in one run, the second after the first."""
        starts, ends = self._nodes.get(first, []), self._nodes.get(second, [])
        if first not in self._after:
            self._after[first] = self._graph.reachable(starts)
        return not self._after[first].isdisjoint(ends)

    def next_step(self, clause: ExceptClause) -> StepCall | None:
        """Return a step that can run after an `except` clause has caught something."""
        after = self._graph.reachable(self._graph.of(clause))
        return next((step for node, step in self._steps if node in after), None)

    @cached_property
    def _after_steps(self) -> set[int]:
        return self._graph.reachable(node for node, _ in self._steps)

    @cached_property
    def _before_steps(self) -> set[int]:
        return self._graph.reaching([node for node, _ in self._steps])

    @cached_property
    def _steps(self) -> list[tuple[int, StepCall]]:
        return self._graph.steps()

    @cached_property
    def _nodes(self) -> dict[StepCall, list[int]]:
        found: dict[StepCall, list[int]] = {}
        for node, step in self._steps:
            found.setdefault(step, []).append(node)
        return found
