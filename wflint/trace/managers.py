"""What a context manager does with the exception that ends a pass: whether it swallows it, and which steps it runs then."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.type_tests import TypeTest
from wflint.engines.replay import Suspend
from wflint.ir import nodes as ir
from wflint.trace.event import Event
from wflint.trace.events import Alternatives, Branch, Exit, InlinedCall, TryBlock, WithBlock, Yields
from wflint.trace.exceptions import catches, leaves_finally, suppresses, swallower
from wflint.trace.steps import StepCall
from wflint.trace.walk import steps_run

_EXITS = ("__exit__", "__aexit__")
_ENTERS = ("__enter__", "__aenter__")


def swallows_suspension(block: WithBlock, suspend: Suspend) -> bool:
    """Return whether the manager of a block swallows the exception that ends a pass."""
    if block.swallows or suppresses(block.manager, suspend):
        return True
    for around in around_yield(block.setup):
        if isinstance(around, WithBlock):
            if swallows_suspension(around, suspend):
                return True
        elif swallower(around, suspend) is not None or leaves_finally(around) is not None:
            return True
    return False


def steps_in_cleanup(event: TryBlock | WithBlock, suspend: Suspend) -> Iterator[StepCall]:
    """Yield the steps that a block runs while the exception that ends a pass is on its way out of it."""
    if isinstance(event, TryBlock):
        yield from steps_run(event.final)
        return
    yield from _steps_on_failure(event.cleanup, suspend, frozenset())
    for around in reversed(around_yield(event.setup)):
        if isinstance(around, TryBlock):
            clause = next((each for each in around.clauses if catches(each.type, suspend)), None)
            if clause is not None:
                yield from _steps_on_failure(clause.body, suspend, frozenset())
        yield from steps_in_cleanup(around, suspend)


def around_yield(events: list[Event]) -> list[TryBlock | WithBlock]:
    """Return the blocks around the `yield` of a generator, outermost first; none where there is no such block."""
    for event in events:
        if isinstance(event, Yields):
            return []
        around: list[TryBlock | WithBlock] = []
        inner: list[list[Event]] = []
        match event:
            case TryBlock():
                around, inner = [event], [event.body]
            case WithBlock():
                around, inner = [event], [event.body]
            case InlinedCall() | Branch() | Alternatives():
                inner = list(event.children)
            case _:
                pass
        for each in inner:
            if _yields(each):
                return [*around, *around_yield(each)]
    return []


def enters_or_leaves(call: InlinedCall) -> bool:
    """Return whether a call is one that a `with` statement makes of its context manager."""
    return call.function.name in (*_ENTERS, *_EXITS) or _yields(call.body)


def _yields(events: list[Event]) -> bool:
    return any(isinstance(event, Yields) or any(map(_yields, event.children)) for event in events)


def _steps_on_failure(events: list[Event], suspend: Suspend, error: frozenset[str]) -> Iterator[StepCall]:
    """Yield the steps among events that run when an exception has come; `error` are the parameters that hold it."""
    for event in events:
        if isinstance(event, Exit):
            return
        match event:
            case InlinedCall():
                names = event.function.parameters[1:4] if event.function.name in _EXITS else ()
                held = frozenset(each.name for each in names)
                yield from _steps_on_failure(event.body, suspend, held)
            case Branch():
                arms = _taken(event, suspend, error)
                for arm in arms:
                    yield from _steps_on_failure(arm, suspend, error)
                if len(arms) == 1 and any(isinstance(each, Exit) for each in arms[0]):
                    return
            case Alternatives():
                for arm in event.arms:
                    yield from _steps_on_failure(arm, suspend, error)
            case _:
                yield from steps_run([event])


def _taken(branch: Branch, suspend: Suspend, error: frozenset[str]) -> tuple[list[Event], ...]:
    """Return the arms of a branch that may be taken when the exception that ends a pass has come."""
    if len(branch.arms) != 2:
        return branch.arms
    then, otherwise = branch.arms
    for ref in branch.test.alternatives:
        if isinstance(ref, TypeTest):
            return (then,) if catches(ref.types, suspend) else (otherwise,)
    holds = _holds(branch.site.node, error)
    if holds is None:
        return branch.arms
    return (then,) if holds else (otherwise,)


def _holds(test: ir.Node, error: frozenset[str]) -> bool | None:
    """Return whether a condition about the parameters that hold the exception holds when one has come."""
    match test:
        case ir.Name(id=name) if name in error:
            return True
        case ir.Operation(op="not", operands=(inner,)):
            holds = _holds(inner, error)
            return None if holds is None else not holds
        case ir.Operation(op="is" | "==", operands=(ir.Name(id=name), ir.Literal(value=None))) if (
            name in error
        ):
            return False
        case ir.Operation(op="is not" | "!=", operands=(ir.Name(id=name), ir.Literal(value=None))) if (
            name in error
        ):
            return True
        case ir.Operation(op="and" | "or" as op, operands=operands):
            parts = [_holds(each, error) for each in operands]
            settling = op == "or"
            if settling in parts:
                return settling
            return None if None in parts else not settling
        case _:
            return None
