"""Guards on the payload: whether they turn a delivery away that has another payload, in which nothing is found."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Branch, Event, Exit, ExitKind, InlinedCall, StepExecuted, TryBlock, ir


def leaves_without_payload(branch: Branch) -> bool:
    """Whether a branch leaves the function, before any step, where the parts of the payload are missing."""
    if len(branch.arms) != 2:
        # A match: its last arm is for what nobody has foreseen.
        return _leaves(branch.arms[-1])
    taken = _without(branch.site.node)
    arms = branch.arms if taken is None else (branch.arms[0 if taken else 1],)
    return any(_leaves(arm) for arm in arms)


def survived(events: list[Event]) -> set[int]:
    """The ids of events whose failure is caught without leaving the function."""
    found: set[int] = set()
    for event in _all(events):
        if isinstance(event, TryBlock) and event.handlers:
            if not any(_leaves(handler.body) for handler in event.handlers):
                found.update(id(inner) for inner in _all(event.body))
    return found


def in_callees(events: list[Event]) -> set[int]:
    """The ids of events in functions that are called: leaving one of them does not leave the caller."""
    return {
        id(inner) for event in _all(events) if isinstance(event, InlinedCall) for inner in _all(event.body)
    }


def _all(events: list[Event]) -> Iterator[Event]:
    for event in events:
        yield event
        for block in event.children:
            yield from _all(block)


def _leaves(events: list[Event]) -> bool:
    for event in events:
        if isinstance(event, StepExecuted):
            return False
        if isinstance(event, Exit) and event.kind in (ExitKind.RETURN, ExitKind.RAISE):
            return True
        if not isinstance(event, InlinedCall) and any(_leaves(block) for block in event.children):
            return True
    return False


def _without(node: ir.Node) -> bool | None:
    """What a condition comes to if what it asks for is `None`; `None` where that cannot be told."""
    match node:
        case ir.Operation(op="not", operands=(operand,)):
            inner = _without(operand)
            return None if inner is None else not inner
        case ir.Operation(op="and" | "or" as op, operands=operands):
            known = [_without(operand) for operand in operands]
            decisive = op == "or"
            if decisive in known:
                return decisive
            return None if None in known else not decisive
        case ir.Operation(op="is" | "==", operands=(_, other)):
            return isinstance(other, ir.Literal) and other.value is None
        case ir.Operation(op="is not" | "!=", operands=(_, other)):
            return not (isinstance(other, ir.Literal) and other.value is None)
        case ir.Operation(op="in"):
            return False
        case ir.Operation(op="not in"):
            return True
        case (
            ir.Call(func=ir.Attribute(attr="get"))
            | ir.Name()
            | ir.Attribute()
            | ir.Subscript()
            | ir.AssignExpr()
        ):
            return False
        case _:
            return None
