"""# resource-across-steps

## What it does

Finds `with` blocks and `finally` blocks around steps, and steps in such a `finally`.

## Why it breaks on replay

Each delivery enters and leaves the block: for two steps, seven times. A database transaction is rolled back whenever a step ends its delivery, so
what was written in it is gone although the run completes. A lock is not held while the run sleeps. What stands in `finally` happens again and
again, the first time before anything is done. A step there starts while the one in the `try` ends the delivery, and so too early.

Where code runs again only after a crash, a transaction alone does harm: the crash rolls back what recorded steps have written.

It is an error for database sessions, transactions and locks and for steps in `finally`, and a warning for other context managers and for side effects in `finally`.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    with sqlite3.connect("orders.db") as database:
        await context.run("insert-order", lambda: insert(database))
        await context.run("insert-lines", lambda: insert_lines(database))
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def store() -> None:
        with sqlite3.connect("orders.db") as database:
            insert(database)
            insert_lines(database)

    await context.run("store-order", store)
```
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wflint.engines.replay import Consequence, Consequences, Replay, ReplayTrigger
from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule, handler_note
from wflint.trace.events import Event, TryBlock, WithBlock
from wflint.trace.exceptions import suppresses, suspends
from wflint.trace.resources import Resource, resource_kind
from wflint.trace.walk import steps_run

RULE = Rule(
    code="WF309",
    summary="A resource is held across steps",
    level=Level.ERROR,
    applies=lambda engine: any(
        (engine.consequences.held, engine.consequences.entered, engine.consequences.final)
    ),
)


_OUTCOMES: dict[Resource, Callable[[Consequences], Consequence | None]] = {
    Resource.HELD: lambda outcome: outcome.held,
    Resource.LOCKED: lambda outcome: outcome.locked,
    Resource.OTHER: lambda outcome: outcome.entered,
    Resource.NEUTRAL: lambda _: None,
}


def check(handler: Handler) -> Iterator[Draft]:
    """Find context managers and `finally` blocks around steps, and steps in such blocks; each place once."""
    told: set[object] = set()
    for event in handler.replayed:
        for draft in _drafts(handler, event):
            if draft.site not in told:
                told.add(draft.site)
                yield draft


def _drafts(handler: Handler, event: Event) -> Iterator[Draft]:
    match event:
        case WithBlock():
            yield from _around_step(handler, event)
        case TryBlock() if _suspended(event):
            yield from _step_in_finally(handler, event)
            yield from _effects_in_finally(handler, event)
        case _:
            pass


def _around_step(handler: Handler, block: WithBlock) -> Iterator[Draft]:
    suspend, kind = handler.profile.suspend, resource_kind(block)
    outcome = _OUTCOMES[kind](handler.profile.consequences)
    step = next(filter(suspends, steps_run(block.body)), None)
    swallows = block.swallows or (suspend is not None and suppresses(block.manager, suspend))
    if outcome is None or step is None or swallows:
        return
    yield Draft(
        outcome.level or (Level.WARNING if kind is Resource.OTHER else Level.ERROR),
        outcome.said(is_sync=handler.is_sync, step=handler.label(step)),
        block.site,
        outcome.label or "opened and closed each time",
        (handler_note(handler), Note(step.site, _ends(handler.profile.replay), Role.STEP)),
        "open it inside each step's function",
    )


def _ends(replay: Replay) -> str:
    """What a step in a block does to the block."""
    if replay.when is ReplayTrigger.RECOVERY:
        return "is not done again when the run is recovered"
    return f"ends the {replay.one}, and with it the block"


def _step_in_finally(handler: Handler, block: TryBlock) -> Iterator[Draft]:
    """A step in `finally`, which runs while the exception that a step in the `try` has raised is on its way."""
    outcome = handler.profile.consequences.final_step
    first = next(filter(suspends, steps_run([*block.body, *block.orelse])))
    last = next(steps_run(block.final), None)
    if outcome is None or last is None:
        return
    message = outcome.said(is_sync=handler.is_sync, step=handler.label(last), other=handler.label(first))
    notes = (handler_note(handler), Note(first.site, "leaves the `try` by an exception", Role.STEP))
    help_ = "run it behind the `try`, and in its `except` where the step's own failure is caught"
    yield Draft(Level.ERROR, message, last.site, "starts a step too early", notes, help_)


def _effects_in_finally(handler: Handler, block: TryBlock) -> Iterator[Draft]:
    outcome = handler.profile.consequences.final
    if outcome is None:
        return
    for site in handler.side_effects(block.final):
        yield Draft(
            Level.WARNING,
            outcome.said(is_sync=handler.is_sync),
            site,
            "runs again each time",
            (handler_note(handler),),
            "do it in a step of its own, behind the others",
        )


def _suspended(event: TryBlock) -> bool:
    """Whether a step in a `try` ends the pass."""
    return any(map(suspends, steps_run([*event.body, *event.orelse])))
