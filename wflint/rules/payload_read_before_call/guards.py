"""Guards on the payload: whether they turn a delivery away that has another payload, in which nothing is found."""

from __future__ import annotations

from wflint.rules.api import Branch, Event, Exit, ExitKind, InlinedCall, StepExecuted, TryBlock, ir, walk


def leaves_without_payload(branch: Branch) -> bool:
    """Return whether a branch leaves the function, before any step, where the parts of the payload are missing."""
    if len(branch.arms) != 2:
        # A match: its last arm is for what nobody has foreseen.
        return _leaves(branch.arms[-1])
    taken = _without(branch.site.node)
    arms = branch.arms if taken is None else (branch.arms[0 if taken else 1],)
    return any(map(_leaves, arms))


def survived(events: list[Event]) -> set[int]:
    """Return the ids of events whose failure is caught without leaving the function."""
    found: set[int] = set()
    for event in walk(events):
        if isinstance(event, TryBlock) and event.clauses:
            if not any(_leaves(clause.body) for clause in event.clauses):
                found.update(id(inner) for inner in walk(event.body))
    return found


def in_callees(events: list[Event]) -> set[int]:
    """Return the ids of events in functions that are called: leaving one of them does not leave the caller."""
    calls = (event for event in walk(events, into_calls=False) if isinstance(event, InlinedCall))
    return {id(inner) for call in calls for inner in walk(call.body)}


def _leaves(events: list[Event]) -> bool:
    """Return whether events may leave the function before a step among them."""
    for event in events:
        if isinstance(event, StepExecuted):
            return False
        if isinstance(event, Exit) and event.kind in (ExitKind.RETURN, ExitKind.RAISE):
            return True
        if not isinstance(event, InlinedCall) and any(map(_leaves, event.children)):
            return True
    return False


def _without(node: ir.Node) -> bool | None:
    """Return what a condition comes to if what it asks for is `None`; `None` where that is not known."""
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
