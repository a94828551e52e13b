"""# resource-across-steps

## What it does

Finds `with` blocks and `finally` blocks around steps; in TypeScript transactions whose function runs steps, `finally` blocks and `using`.

## Why it breaks on replay

Each delivery enters and leaves the block: for two steps, seven times. A database transaction is rolled back whenever a step ends its delivery, so
what was written in it is gone although the run completes. A lock is not held while the run sleeps. What is in `finally` runs again and again, the
first time before anything is done.

Where code runs again only after a crash, a transaction alone does harm: the crash rolls back what recorded steps have written.

It is an error for database sessions, transactions and locks, and a warning for other context managers and for side effects in `finally`.
What may be entered again without harm is an info: a span, the context of a log, an HTTP client, a temporary folder. A context manager
of the project's own is known by what it holds around its `yield`, and by what entering and leaving it do; one that only raises an
exception again, or measures a time, holds nothing.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    with sqlite3.connect("orders.db") as database:
        await context.run("insert-order", lambda: insert(database))
        await context.run("insert-lines", lambda: insert_lines(database))
```

```typescript
export const { POST } = serve(async (context) => {
  await prisma.$transaction(async (tx) => {
    await context.run("insert-order", () => insert(tx));
    await context.run("insert-lines", () => insertLines(tx));
  });
});
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

```typescript
export const { POST } = serve(async (context) => {
  await context.run("store-order", () =>
    prisma.$transaction(async (tx) => {
      await insert(tx);
      await insertLines(tx);
    }),
  );
});
```
"""

from __future__ import annotations

from collections.abc import Callable

from wflint.rules.api import (
    Consequence,
    Consequences,
    Handler,
    Level,
    Replay,
    ReplayTrigger,
    Report,
    Resource,
    Rule,
    TryBlock,
    WithBlock,
    resource_kind,
    step_label,
    steps_in_cleanup,
    suspending,
    swallows_suspension,
)

RULE = Rule(
    code="WF309",
    summary="A resource is held across steps",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: any(
        (engine.consequences.held, engine.consequences.entered, engine.consequences.final)
    ),
)

_OUTCOMES: dict[Resource, Callable[[Consequences], Consequence | None]] = {
    Resource.HELD: lambda outcome: outcome.held,
    Resource.LOCKED: lambda outcome: outcome.locked,
    Resource.OTHER: lambda outcome: outcome.entered,
    Resource.RENEWABLE: lambda outcome: outcome.entered,
    Resource.NEUTRAL: lambda _: None,
}


def check(handler: Handler, report: Report) -> None:
    """Report context managers and `finally` blocks around steps."""
    for event in handler.replayed:
        if isinstance(event, WithBlock):
            _report_around_step(handler, report, event)
        elif isinstance(event, TryBlock):
            if suspending([*event.body, *event.orelse]) is not None:
                _report_effects_in_finally(handler, report, event)


def _report_around_step(handler: Handler, report: Report, block: WithBlock) -> None:
    suspend, kind = handler.profile.suspend, resource_kind(block)
    outcome = _OUTCOMES[kind](handler.profile.consequences)
    step = suspending(block.body)
    if outcome is None or step is None:
        return
    if suspend is not None and (
        swallows_suspension(block, suspend) or any(True for _ in steps_in_cleanup(block, suspend))
    ):
        return  # abort-swallowed, step-in-cleanup
    level = outcome.level or (Level.WARNING if kind is Resource.OTHER else Level.ERROR)
    if kind is Resource.RENEWABLE:
        level = Level.INFO
    finding = report.add(level, block.site, outcome.said(is_sync=handler.is_sync, step=step_label(step)))
    finding.label(outcome.label or "opened and closed each time")
    finding.step(step.site, _ends(handler.profile.replay)).help(
        outcome.help or "open it inside each step's function"
    )


def _ends(replay: Replay) -> str:
    """Return what a step in a block does to the block."""
    if replay.when is ReplayTrigger.RECOVERY:
        return "is not done again when the run is recovered"
    return f"ends the {replay.one}, and with it the block"


def _report_effects_in_finally(handler: Handler, report: Report, block: TryBlock) -> None:
    outcome = handler.profile.consequences.final
    if outcome is None:
        return
    for site in handler.side_effects(block.final):
        finding = report.warning(site, outcome.said(is_sync=handler.is_sync)).label("runs again each time")
        finding.help("do it in a step of its own, after the others")
