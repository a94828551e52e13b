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

from wflint.analysis.exceptions import suppresses, suspends
from wflint.analysis.interpret.steps import steps_run
from wflint.analysis.model import Handler
from wflint.analysis.resources import Resource, resource_kind
from wflint.analysis.trace import TryBlock, WithBlock
from wflint.engines.replay import Outcome, Outcomes, Replay, When
from wflint.findings import Level, Role
from wflint.rules._rule import Draft, Note, Rule, handler_note

RULE = Rule(
    code="WF309",
    summary="A resource is held across steps",
    level=Level.ERROR,
    applies=lambda engine: any((engine.outcome.held, engine.outcome.entered, engine.outcome.final)),
)


_OUTCOMES: dict[Resource, Callable[[Outcomes], Outcome | None]] = {
    Resource.HELD: lambda outcome: outcome.held,
    Resource.LOCKED: lambda outcome: outcome.locked,
    Resource.OTHER: lambda outcome: outcome.entered,
    Resource.NEUTRAL: lambda _: None,
}


def check(handler: Handler) -> Iterator[Draft]:
    """Find context managers and `finally` blocks around steps."""
    suspend, outcome = handler.profile.suspend, handler.profile.outcome
    told: set[object] = set()
    for event in handler.replayed:
        if isinstance(event, WithBlock):
            kind = resource_kind(event)
            comes = _OUTCOMES[kind](outcome)
            if comes is None:
                continue
            swallows = event.swallows or (suspend is not None and suppresses(event.manager, suspend))
            if swallows:
                continue
            step = next(filter(suspends, steps_run(event.body)), None)
            if step is not None and event.site not in told:
                told.add(event.site)
                level = comes.level or (Level.WARNING if kind is Resource.OTHER else Level.ERROR)
                yield Draft(
                    level,
                    comes.said(is_sync=handler.is_sync, step=handler.label(step)),
                    event.site,
                    comes.label or "opened and closed each time",
                    (
                        handler_note(handler),
                        Note(step.site, _ends(handler.profile.replay), Role.STEP),
                    ),
                    "open it inside each step's function",
                )
        if isinstance(event, TryBlock) and outcome.final_step is not None and _suspended(event):
            draft = _step_in_finally(handler, event, outcome.final_step)
            if draft is not None and draft.site not in told:
                told.add(draft.site)
                yield draft
        if isinstance(event, TryBlock) and outcome.final is not None and _suspended(event):
            for site in handler.side_effects(event.final):
                if site not in told:
                    told.add(site)
                    yield Draft(
                        Level.WARNING,
                        outcome.final.said(is_sync=handler.is_sync),
                        site,
                        "runs again each time",
                        (handler_note(handler),),
                        "do it in a step of its own, behind the others",
                    )


def _ends(replay: Replay) -> str:
    """What a step in a block does to the block."""
    if replay.when is When.RECOVERY:
        return "is not done again when the run is recovered"
    return f"ends the {replay.one}, and with it the block"


def _step_in_finally(handler: Handler, event: TryBlock, outcome: Outcome) -> Draft | None:
    """A step in `finally`, which runs while the exception that a step in the `try` has raised is on its way."""
    first = next(filter(suspends, steps_run([*event.body, *event.orelse])))
    last = next(steps_run(event.final), None)
    if last is None:
        return None
    says = outcome.said(is_sync=handler.is_sync, step=handler.label(last), other=handler.label(first))
    notes = (handler_note(handler), Note(first.site, "leaves the `try` by an exception", Role.STEP))
    help_ = "run it behind the `try`, and in its `except` where the step's own failure is caught"
    return Draft(
        Level.ERROR, f"{says[0].upper()}{says[1:]}", last.site, "starts a step too early", notes, help_
    )


def _suspended(event: TryBlock) -> bool:
    """Whether a step in a `try` ends the pass."""
    return any(map(suspends, steps_run([*event.body, *event.orelse])))
