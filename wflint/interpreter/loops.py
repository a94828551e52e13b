"""Loops, and the loops of comprehensions."""

from __future__ import annotations

from collections.abc import Callable

from wflint.domain.contents import reachable_taint
from wflint.domain.env import merge
from wflint.domain.taint import UNTAINTED, LoopVariance, Taint
from wflint.domain.values import TOP, Value
from wflint.interpreter.arguments import evaluate_quietly
from wflint.interpreter.collections import elements_of, gone_through
from wflint.interpreter.effects import in_order
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.optional_sdk import truth
from wflint.ir import nodes as ir
from wflint.ir.walk import targets, walk
from wflint.trace.event import Event
from wflint.trace.events import Loop

MAX_NESTED_LOOPS = 3
"""Loops that are run twice inside each other; deeper ones run once."""


def run_loop(
    ev: Evaluator,
    frame: Frame,
    node: ir.Node,
    over: ir.Expr,
    start: Callable[[Frame], Value],
    body: Callable[[Frame], object],
    orelse: ir.Block | None = None,
    rounds: int | None = None,
) -> Loop:
    """Run a loop: once to learn what an iteration leaves behind, then to record an iteration.

    Args:
        ev: The evaluator.
        frame: The frame around the loop.
        node: The loop.
        over: What it iterates, or its condition.
        start: Evaluates `over` and binds the targets; returns the value of `over`.
        body: Runs one iteration.
        orelse: The `else` block.
        rounds: How many iterations there are, where that is known.

    Returns:
        The loop's event, which has been recorded.
    """
    variance = LoopVariance(frame.site(node), frame.env, rounds)
    skipped = frame.run.jump_taint
    before = dict(frame.env.names)
    iterations = 2 if len(frame.loops) < MAX_NESTED_LOOPS else 1
    events: list[Event] = []
    value = TOP
    jumps: list[dict[str, Value]] = []
    for _ in range(iterations):
        events = []
        inner = frame.looping(events, variance, jumps)
        value = start(inner)
        body(inner.going_through(value))
        for names in jumps:
            frame.env.names = merge(frame.env.names, names, frame.run.jump_taint)
        # What an iteration assigns differs from iteration to iteration when the next one reads it.
        changed = {
            name: new.with_taint(frozenset({variance})) if before.get(name) is not new else new
            for name, new in frame.env.names.items()
        }
        frame.env.names = merge(before, changed)
    frame.run.jump_taint = skipped
    # What the loop leaves behind depends on how often it ran; what an iteration sees does not.
    frame.env.names = merge(before, frame.env.names, value.taint)
    after: list[Event] = []
    if orelse is not None:
        ev.execute(frame.with_trace(after), orelse)
    event = Loop(variance, node, value, over, events, after)
    frame.trace.append(event)
    return event


def counted_rounds(ev: Evaluator, frame: Frame, node: ir.While) -> int | None:
    """Return how many iterations a loop on a count has, `while i < 3: i += 1` say; `None` where that is not known."""
    match node.test:
        case ir.Operation(op=("<" | "<=") as op, operands=(ir.Name(id=name), limit)):
            begin = frame.env.names.get(name)
            step, end = _counts_up(node.body, name), evaluate_quietly(ev, frame, limit).constant
        case _:
            return None
    if begin is None or begin.constant is None or end is None or not step:
        return None
    first, last = begin.constant.value, end.value
    if not isinstance(first, int) or not isinstance(last, int):
        return None
    return max(0, -(-(last - first + (op == "<=")) // step))


def _counts_up(body: ir.Block, name: str) -> int:
    """Return how much each iteration adds to a variable; 0 where that is not known, or where it is assigned otherwise."""
    changes = [
        each
        for each in walk(body, into_functions=False)
        if isinstance(each, (ir.Assign, ir.AssignExpr)) and name in _assigned(each)
    ]
    match changes:
        case [ir.Assign(op="+", value=ir.Literal(value=int(step)))] if changes[0] in body.statements:
            return step
        case _:
            return 0


def _assigned(node: ir.Assign | ir.AssignExpr) -> set[str]:
    places = node.targets if isinstance(node, ir.Assign) else (node.target,)
    return {name for place in places for name in targets(place)}


def comprehend(
    ev: Evaluator, frame: Frame, clauses: tuple[ir.Clause, ...], body: Callable[[Frame], None]
) -> frozenset[Taint]:
    """Run the loops of a comprehension around its element; return the taint of what decides how often that is evaluated."""
    if not clauses:
        body(frame)
        return UNTAINTED
    clause = clauses[0]
    iterable = in_order(ev, frame, clause.iterable, ev.evaluate(frame, clause.iterable))
    deciding: set[Taint] = set()

    def start(at: Frame) -> Value:
        element = elements_of(ev, at.outside(), clause.iterable, iterable)
        ev.assign(at, clause.target, element.with_taint(frozenset({at.loops[-1]})))
        return gone_through(iterable)

    def one_iteration(at: Frame) -> None:
        for condition in clause.conditions:
            test = ev.evaluate(at, condition)
            deciding.update(reachable_taint(test))
            if truth(ev, condition, test) is False:
                return
        deciding.update(comprehend(ev, at, clauses[1:], body))

    run_loop(ev, frame, clause, clause.iterable, start, one_iteration)
    # The rounds of its own loops are over when the whole is there.
    own = {each for each in deciding if isinstance(each, LoopVariance) and each not in frame.loops}
    return gone_through(iterable).taint | (deciding - own)
