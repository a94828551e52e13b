"""The control-flow graph of a handler, made from its trace: what can run before and after what."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from wflint.effects.facts import Concurrency
from wflint.trace.event import Event
from wflint.trace.events import (
    Alternatives,
    Branch,
    Concurrent,
    ExceptClause,
    Exit,
    ExitKind,
    InlinedCall,
    Loop,
    StepExecuted,
    TryBlock,
    WithBlock,
)
from wflint.trace.steps import StepCall
from wflint.trace.walk import runs_step

_Nodes = frozenset[int]
_NONE: _Nodes = frozenset()


@dataclass(slots=True)
class Graph:
    """Events as nodes; an event that may run in several ways (a `finally`) has several nodes."""

    events: list[Event | ExceptClause] = field(default_factory=list["Event | ExceptClause"])
    after: list[set[int]] = field(default_factory=list["set[int]"])
    nodes: dict[int, list[int]] = field(default_factory=dict["int", "list[int]"])
    exits: _Nodes = _NONE
    """The last events of the paths that end the handler without raising."""

    def of(self, event: Event | ExceptClause) -> list[int]:
        """Return the nodes of an event, or of the start of an `except`."""
        return self.nodes.get(id(event), [])

    def steps(self) -> list[tuple[int, StepCall]]:
        """Return the nodes at which steps run."""
        return [
            (node, event.step) for node, event in enumerate(self.events) if isinstance(event, StepExecuted)
        ]

    def reachable(self, starts: Iterable[int], *, avoiding: Iterable[int] = ()) -> set[int]:
        """Return every node that can run after the given ones; they themselves only if a loop leads back.

        Args:
            starts: Where to begin.
            avoiding: Nodes that are not passed, nor among those returned.
        """
        avoided = set(avoiding)
        seen = set(avoided)
        stack = [next_ for start in starts for next_ in self.after[start]]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(self.after[node] - seen)
        return seen - avoided

    def reaching(self, ends: Iterable[int]) -> set[int]:
        """Return every node that can run before the given ones."""
        before: list[set[int]] = [set() for _ in self.events]
        for node, nexts in enumerate(self.after):
            for next_ in nexts:
                before[next_].add(node)
        seen: set[int] = set()
        stack = [previous for end in ends for previous in before[end]]
        while stack:
            node = stack.pop()
            if node not in seen:
                seen.add(node)
                stack.extend(before[node] - seen)
        return seen


@dataclass(slots=True)
class _Ways:
    """The nodes from which control leaves a block before its end."""

    returns: set[int] = field(default_factory=set["int"])
    breaks: set[int] = field(default_factory=set["int"])
    continues: set[int] = field(default_factory=set["int"])
    raises: set[int] = field(default_factory=set["int"])


def build_graph(events: list[Event]) -> Graph:
    """Lay out a handler's trace as a graph."""
    graph = Graph()
    ways = _Ways()
    ends = _Builder(graph).sequence(events, _NONE, ways)
    graph.exits = frozenset(ends | ways.returns)
    return graph


class _Builder:
    """Adds events to a graph; each method takes the nodes that lead to an event and returns those that lead on."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    def sequence(self, events: list[Event], before: _Nodes, ways: _Ways) -> _Nodes:
        """Add events one after the other; return the nodes that lead on."""
        for event in events:
            node = self._add(event, before)
            before = self._event(event, frozenset({node}), ways)
            if isinstance(event, Exit):
                # Code after an exit cannot run; the interpreter records none of it.
                return _NONE
        return before

    def _add(self, event: Event | ExceptClause, before: _Nodes) -> int:
        graph = self.graph
        node = len(graph.events)
        graph.events.append(event)
        graph.after.append(set())
        graph.nodes.setdefault(id(event), []).append(node)
        for each in before:
            graph.after[each].add(node)
        return node

    def _event(self, event: Event, at: _Nodes, ways: _Ways) -> _Nodes:
        """Add what an event does, whose own node is `at`."""
        match event:
            case Exit():
                self._exit(event, at, ways)
                return _NONE
            case InlinedCall():
                inner = _Ways(raises=ways.raises)
                return self.sequence(event.body, at, inner) | inner.returns
            case Branch() | Alternatives():
                return _NONE.union(*(self.sequence(arm, at, ways) for arm in event.arms))
            case Loop():
                return self._loop(event, at, ways)
            case TryBlock():
                return self._try(event, at, ways)
            case WithBlock():
                at = self.sequence(event.body, self.sequence(event.setup, at, ways), ways)
                return self.sequence(event.cleanup, at, ways) if event.cleanup else at
            case Concurrent():
                begins = at
                # What runs no step is done before the steps are submitted.
                for branch in sorted(event.branches, key=runs_step):
                    at = self.sequence(branch, at, ways)
                if event.many and event.kind is Concurrency.DURABLE:
                    for end in at:
                        self.graph.after[end] |= begins
                return at
            case _:
                return at

    @staticmethod
    def _exit(event: Exit, at: _Nodes, ways: _Ways) -> None:
        match event.kind:
            case ExitKind.RETURN:
                ways.returns |= at
            case ExitKind.BREAK:
                ways.breaks |= at
            case ExitKind.CONTINUE:
                ways.continues |= at
            case ExitKind.RAISE:
                ways.raises |= at

    def _loop(self, event: Loop, at: _Nodes, ways: _Ways) -> _Nodes:
        inner = _Ways(returns=ways.returns, raises=ways.raises)
        ends = self.sequence(event.body, at, inner) | inner.continues
        for end in ends:
            self.graph.after[end] |= at
        done = self.sequence(event.orelse, _NONE if event.endless else at, ways)
        return done | inner.breaks

    def _try(self, event: TryBlock, at: _Nodes, ways: _Ways) -> _Nodes:
        """Add a `try`: any node of its body may lead to a clause, and every path out passes through `finally`."""
        first = len(self.graph.events)
        # Whatever leaves the statement passes through `finally`, so ways are collected here first.
        inner = _Ways() if event.final else ways
        caught = _Ways(inner.returns, inner.breaks, inner.continues)
        ends = self.sequence(event.body, at, caught if event.clauses else inner)
        in_body = frozenset(range(first, len(self.graph.events)))
        ends = self.sequence(event.orelse, ends, inner) if event.orelse else ends
        for clause in event.clauses:
            caught_here = self._add(clause, at | in_body)
            ends |= self.sequence(clause.body, frozenset({caught_here}), inner)
        if not event.final:
            return ends
        for onward, left in (
            (ways.returns, inner.returns),
            (ways.breaks, inner.breaks),
            (ways.continues, inner.continues),
            (ways.raises, inner.raises | in_body),
        ):
            if left:
                onward.update(self.sequence(event.final, frozenset(left), ways))
        return self.sequence(event.final, ends, ways) if ends else _NONE
