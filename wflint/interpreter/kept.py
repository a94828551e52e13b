"""Results that a process keeps: by a decorator, or in state that code looks into before it makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from wflint.domain.alternatives import Closure, Object
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.trace.event import Event
from wflint.trace.events import EffectCall, KeptBy, SummarizedEffect


def keeps_result(ev: Evaluator, closure: Closure) -> bool:
    """Return whether a decorator answers all calls with the first one's result, also in later passes."""
    receiver = closure.receiver
    if receiver is not None and any(
        isinstance(ref, Object) and ref.is_replayed for ref in receiver.alternatives
    ):
        return False  # each pass makes another object
    names = {*closure.wrappers, *(name for name, _ in closure.decorators)}
    return any(ev.semantics.call_facts(name).keeps_result for name in names)


def note_kept(events: list[Event], start: int, kept_by: KeptBy) -> None:
    """Note of the effects among the last events what keeps their results."""
    for place, event in enumerate(events[start:], start):
        match event:
            case EffectCall(kept_by=None):
                events[place] = replace(event, kept_by=kept_by)
            case SummarizedEffect(effect=EffectCall(kept_by=None) as effect):
                events[place] = replace(event, effect=replace(effect, kept_by=kept_by))
            case _:
                for children in event.children:
                    note_kept(children, 0, kept_by)


def is_made_here(
    frame: Frame, test: ir.Expr, statements: Sequence[ir.Statement], *, is_missing: bool
) -> bool:
    """Return whether statements run only while something is missing that outlives the pass, and then make it.

    Args:
        frame: Where they stand.
        test: The condition.
        statements: What may make it.
        is_missing: Whether they run where the condition holds.
    """
    state = _asked_for(test, is_missing=is_missing)
    if state is None or not _outlives(frame, state):
        return False
    name = spelled(state)
    for statement in statements:
        for target in statement.targets if isinstance(statement, ir.Assign) else ():
            owner = target.value if isinstance(target, ir.Subscript) else target
            if spelled(owner) == name:
                return True
    return False


def is_rest_made_here(frame: Frame, guard: ir.If, rest: Sequence[ir.Statement]) -> bool:
    """Return whether an early return leaves the rest of a block to make what is missing: `if x is not None: return x`."""
    body = guard.body.statements
    returns = bool(body) and isinstance(body[-1], ir.Return)
    return returns and bool(rest) and is_made_here(frame, guard.test, rest, is_missing=False)


def run_kept(frame: Frame, run: Callable[[Frame], bool]) -> bool:
    """Run code that keeps what it makes in state, and note that of its effects."""
    before = len(frame.trace)
    left = run(frame)
    note_kept(frame.trace, before, KeptBy.STATE)
    return left


def _asked_for(test: ir.Expr, *, is_missing: bool) -> ir.Expr | None:
    """Return what a condition finds missing, or there: `x` of `x is None`, of `not x`, of `key not in x`."""
    match test:
        case ir.Operation(op="is" | "is not", operands=(asked, ir.Literal(value=None))):
            return asked if (test.op == "is") is is_missing else None
        case ir.Operation(op="in" | "not in", operands=(_, asked)):
            return asked if (test.op == "not in") is is_missing else None
        case ir.Operation(op="not", operands=(asked,)):
            return _asked_for(asked, is_missing=not is_missing)
        case ir.Name() | ir.Attribute():
            return None if is_missing else test
        case _:
            return None


def _outlives(frame: Frame, state: ir.Expr) -> bool:
    """Return whether a variable or attribute lives in the module, or in an object that no pass has made."""
    root = state
    while isinstance(root, ir.Attribute):
        root = root.value
    env = frame.env.holder(root.id) if isinstance(root, ir.Name) else None
    if env is None or not isinstance(root, ir.Name):
        return False
    if env.is_module:
        return True
    held = env.names.get(root.id)
    is_attribute = isinstance(state, ir.Attribute) and held is not None
    return (
        is_attribute
        and held is not None
        and held.always(lambda ref: isinstance(ref, Object) and not ref.is_replayed)
    )
