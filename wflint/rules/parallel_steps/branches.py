"""What runs in the branches that are started at once, as far as the order of their steps depends on it."""

from __future__ import annotations

from wflint.rules.api import (
    Alternatives,
    Branch,
    Concurrency,
    Concurrent,
    EffectCall,
    EffectKind,
    Event,
    Exit,
    InlinedCall,
    Loop,
    StepExecuted,
    StepKind,
    SummarizedEffect,
    Suspend,
    TryBlock,
    UnknownAwait,
    below,
    ir,
    leaving_finally,
    runs_step,
    steps_run,
    swallower,
    walk,
)

_SEVERAL = 2
_TAKING = frozenset({"pop", "popleft", "get", "get_nowait", "popitem", "heappop"})


def runs_several(branch: list[Event]) -> bool:
    """Return whether a branch may run several steps one after the other, each of them whenever the one before is done."""
    through, left = _counted(branch)
    return max(through or 0, left) >= _SEVERAL


def waits_first(branch: list[Event]) -> bool:
    """Return whether something else than a step is awaited before the first step of a branch."""
    for event in branch:
        if isinstance(event, StepExecuted):
            return False
        if _suspends(event):
            return True
        if runs_step([event]):
            return any(waits_first(block) for block in event.children if runs_step(block))
        if any(waits_first([*block]) for block in event.children):
            return True
    return False


def hides(branch: list[Event], suspend: Suspend) -> bool:
    """Return whether a branch swallows the exception that ends a pass."""
    return any(
        isinstance(event, TryBlock)
        and runs_step([*event.body, *event.orelse])
        and (swallower(event, suspend) is not None or leaving_finally(event) is not None)
        for event in walk(branch)
    )


def is_queued(branch: list[Event]) -> bool:
    """Return whether a branch starts its step when something else allows it."""
    return any(
        isinstance(event, Concurrent) and event.kind is Concurrency.QUEUED and runs_step([event])
        for event in walk(branch)
    )


def only_waits(branch: list[Event]) -> bool:
    """Return whether the steps of a branch do nothing but wait."""
    kinds = {step.method.kind for step in steps_run(branch)}
    return bool(kinds) and kinds <= {StepKind.SLEEP, StepKind.SLEEP_UNTIL}


def _suspends(event: Event) -> bool:
    """Return whether an event gives way to other branches for a time that nothing records."""
    call = event.effect if isinstance(event, SummarizedEffect) else event
    if isinstance(call, UnknownAwait):
        return True
    if not isinstance(call, EffectCall) or not call.row.awaitable:
        return False
    return call.row.effect is not EffectKind.SLEEP or call.seconds != 0


def _counted(events: list[Event]) -> tuple[int | None, int]:
    """Return how many steps run at most up to the end of events, `None` if that is never reached, and up to an exit."""
    through, left = 0, 0
    for event in events:
        if isinstance(event, Exit):
            return None, max(left, through)
        if isinstance(event, StepExecuted):
            through += 1
            continue
        ends, exits = _counted_in(event)
        left = max(left, through + exits)
        if ends is None:
            return None, left
        through += ends
    return through, left


def _counted_in(event: Event) -> tuple[int | None, int]:
    match event:
        case Branch() | Alternatives():
            arms = [_counted(arm) for arm in event.arms]
            ends = [end for end, _ in arms if end is not None]
            return max(ends) if ends else None, max(exits for _, exits in arms)
        case InlinedCall():
            end, exits = _counted(event.body)
            return max(end or 0, exits), 0
        case Loop():
            return _counted_in_loop(event)
        case TryBlock():
            ways = [_counted([*event.body, *event.orelse]), *(_counted(each.body) for each in event.clauses)]
            final = sum(1 for _ in steps_run(event.final))
            reached = [end for end, _ in ways if end is not None]
            return max(reached) + final if reached else None, max(exits for _, exits in ways) + final
        case _:
            return sum(end or 0 for end, _ in map(_counted, event.children)), 0


def _counted_in_loop(loop: Loop) -> tuple[int | None, int]:
    end, exits = _counted(loop.body)
    most = max(end or 0, exits)
    if end is None or not most:
        return 0, exits
    if most == 1 and _takes_from_queue(loop.node):
        return 1, exits
    return most * _SEVERAL, most * _SEVERAL


def _takes_from_queue(node: ir.Node) -> bool:
    """Return whether each round of a loop takes an item that no other branch can take then.

    The branches take the items in the order in which they start steps, so that each step belongs to the same item again.
    """
    if not isinstance(node, ir.While):
        return False
    return any(
        isinstance(each, ir.Call)
        and isinstance(each.func, (ir.Attribute, ir.Name))
        and (each.func.attr if isinstance(each.func, ir.Attribute) else each.func.id)
        in {*_TAKING, "next", "anext"}
        for each, _ in below(node)
    )
