"""Collections and loops: what is in a container, and what going through it gives."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from typing import Any

from wflint.domain.alternatives import (
    ROUND,
    BoundStepMethod,
    ClassRef,
    Collection,
    Coroutine,
    Decoded,
    Object,
    Payload,
    StepResult,
    Task,
)
from wflint.domain.env import merge
from wflint.domain.lattice import join, join_all, join_or_top
from wflint.domain.taint import UNTAINTED, LoopVariance, Taint
from wflint.domain.values import TOP, Value, constant
from wflint.interpreter.frame import Frame
from wflint.interpreter.state import State
from wflint.ir import nodes as ir
from wflint.trace.events import Loop, UseKind

MAX_NESTED_LOOPS = 3
"""Loops that are run twice inside each other; deeper ones run once."""


class Collections(State):
    """Puts into and takes out of collections."""

    @abstractmethod
    def step_call(self, frame: Frame, node: ir.Expr, stepper: BoundStepMethod) -> Value:
        """Call a step method; evaluates its arguments."""

    @abstractmethod
    def call_value(self, frame: Frame, node: ir.Expr, callee: Value) -> Value:
        """What calling something without arguments, and awaiting it, gives."""

    # --- items ---

    @staticmethod
    def item(collection: Collection, index: Value) -> Value:
        """What stands at an index."""
        known = index.constant
        if known is not None:
            key = known.value
            if isinstance(key, int) and key < 0 and collection.rest is None:
                key += len(collection.items)
            if key in collection.items:
                found = collection.items[key]
                return found if collection.rest is None else join(found, collection.rest)
        return join_or_top(collection.elements())

    @staticmethod
    def put(collection: Collection, key: object, value: Value) -> None:
        """Add an item; a key that is a value itself is not known."""
        if isinstance(key, Value):
            keep_tasks(key)
            collection.rest = value if collection.rest is None else join(collection.rest, value)
            collection.keys = key if collection.keys is None else join(collection.keys, key)
        elif key in collection.items:
            collection.items[key] = join(collection.items[key], value)
        else:
            collection.items[key] = value

    def add(self, collection: Collection, value: Value) -> None:
        """Add an item whose place does not matter."""
        collection.rest = value if collection.rest is None else join(collection.rest, value)

    @staticmethod
    def _more_keys(collection: Collection, keys: Value | None) -> None:
        known = [] if collection.keys is None else [collection.keys]
        collection.keys = join_all([*known, TOP if keys is None else keys])

    def extend(self, frame: Frame, node: ir.Node, collection: Collection, other: Value) -> None:
        """Add all items of another value."""
        only = other.only
        if isinstance(only, Collection) and only.kind is ir.ContainerKind.DICT:
            for key, value in only.items.items():
                self.put(collection, key, value)
            if only.rest is not None:
                self.add(collection, only.rest)
                self._more_keys(collection, only.keys)
        else:
            self.add(collection, self.elements(frame, node, other))

    def elements(self, frame: Frame, node: ir.Node, value: Value) -> Value:
        found: list[Value] = []
        for ref in value.alternatives:
            match ref:
                case Collection() if ref.kind is ir.ContainerKind.DICT:
                    keys = [constant(key) for key in ref.items if isinstance(key, (str, int))]
                    found.append(TOP if ref.rest is not None or not keys else join_all(keys))
                case Collection():
                    found.append(join_or_top(ref.elements()))
                case Coroutine() if ref.generator:
                    found.append(self.follow(frame, node, ref.closure, ref.arguments).value)
                    ref.ran = True
                case Object():
                    found.append(self._iterated(frame, node, ref))
                case ClassRef() if self.is_enum(ref):
                    found.append(Value((self.some_member(ref),)))
                case StepResult():
                    self.note_use(frame, node, ref, UseKind.ROUND, sure=value.only is ref)
                    found.append(Value((ref.part(ROUND),)))
                case Payload():
                    found.append(Value((Payload(whole=False),)))
                case Decoded():
                    found.append(Value((ref,)))
                case _:
                    found.append(TOP)
        counted = isinstance(value.only, Collection) and value.only.counted
        if value.is_open:
            found.append(TOP)
        return join_all(found) if counted else join_all(found).with_taint(value.taint)

    def _iterated(self, frame: Frame, node: ir.Node, ref: Object) -> Value:
        if not isinstance(node, ir.Expr):
            return TOP
        for starts, goes_on in (("__iter__", "__next__"), ("__aiter__", "__anext__")):
            if self.class_member(ref.class_, starts) is not None:
                iterator = self._called(frame, node, ref, starts)
                # An iterator may give itself: only its own method says what comes next.
                own = [each for each in iterator.alternatives if isinstance(each, Object)]
                rest = iterator.of_alternatives(each for each in iterator.alternatives if each not in own)
                given = [self._called(frame, node, each, goes_on) for each in own]
                return join_all(
                    [self.elements(frame, node, rest), *given] if rest.alternatives or not own else given
                )
        return TOP

    def _called(self, frame: Frame, node: ir.Expr, ref: Object, name: str) -> Value:
        """What a method of an object gives; unknown if it has none of that name."""
        if self.class_member(ref.class_, name) is None:
            return TOP
        return self.call_value(frame, node, self.attribute(frame, node, Value((ref,)), name))

    # --- loops ---

    def loop(
        self,
        frame: Frame,
        node: ir.Node,
        over: ir.Expr,
        start: Callable[[Frame], Value],
        body: Callable[[Frame], object],
        orelse: ir.Block | None = None,
    ) -> Loop:
        """Run a loop: once to learn what a round leaves behind, then to record a round.

        Args:
            frame: Where it stands.
            node: The loop.
            over: What it iterates, or its condition.
            start: Evaluates `over` and binds the targets; gives the value of `over`.
            body: Runs one round.
            orelse: The `else` block.

        Returns:
            The loop's event, which has been recorded.
        """
        variance = LoopVariance(frame.site(node), frame.env)
        before = dict(frame.env.names)
        rounds = 2 if len(frame.loops) < MAX_NESTED_LOOPS else 1
        events: list[Any] = []
        value = TOP
        jumps: list[dict[str, Value]] = []
        for _ in range(rounds):
            events = []
            inner = frame.looping(events, variance, jumps)
            value = start(inner)
            body(inner)
            for names in jumps:
                frame.env.names = merge(frame.env.names, names)
            # What a round assigns differs from round to round when the next one reads it.
            changed = {
                name: new.with_taint(frozenset({variance})) if before.get(name) is not new else new
                for name, new in frame.env.names.items()
            }
            frame.env.names = merge(before, changed)
        # What the loop leaves behind depends on how often it ran; what a round sees does not.
        frame.env.names = merge(before, frame.env.names, value.taint)
        after: list[Any] = []
        if orelse is not None:
            self.block(frame.with_trace(after), orelse)
        event = Loop(variance, node, value, over, events, after)
        frame.trace.append(event)
        return event

    def comprehend(
        self, frame: Frame, clauses: tuple[ir.Clause, ...], body: Callable[[Frame], None]
    ) -> frozenset[Taint]:
        """Run the loops of a comprehension around its element; gives the marks of what they go through."""
        if not clauses:
            body(frame)
            return UNTAINTED
        clause = clauses[0]
        iterable = self.in_order(frame, clause.iterable, self.evaluate(frame, clause.iterable))

        def start(at: Frame) -> Value:
            element = self.elements(outside(at), clause.iterable, iterable)
            self.assign(at, clause.target, element.with_taint(frozenset({at.loops[-1]})))
            return iterable

        def one_round(at: Frame) -> None:
            for condition in clause.conditions:
                self.evaluate(at, condition)
            self.comprehend(at, clauses[1:], body)

        self.loop(frame, clause, clause.iterable, start, one_round)
        return iterable.taint


def outside(frame: Frame) -> Frame:
    """A loop's frame seen from what it iterates: a generator there has loops of its own, and is not run anew each round."""
    return frame.outside()


def keep_tasks(key: Value) -> None:
    """Note tasks that are the keys of a dictionary, of which no more is known: whoever holds it may wait for them."""
    for ref in key.alternatives:
        if isinstance(ref, Task):
            ref.together = True
