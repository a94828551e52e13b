"""# mutation-inside-step

## What it does

Finds step functions that change a variable of the workflow around them: by `nonlocal`, `append`, `update`, an item or an
attribute. Appending a step's *result* outside the step is fine.

## Why it breaks on replay

A step's function runs once, in one delivery. In all later ones its recorded result is used and the function does not run, so
the change is missing: lists stay empty, counters stay zero. Not even the code behind the step ever sees it.

It is an error where the variable is read outside the step, else a warning.

## Example

```python
@serve.post("/totals")
async def totals(context: AsyncWorkflowContext[dict]) -> None:
    total = 0

    def add() -> None:
        nonlocal total
        total += fetch_amount()

    await context.run("add", add)
    await context.run("store-total", lambda: store(total))
```

## Use instead

```python
@serve.post("/totals")
async def totals(context: AsyncWorkflowContext[dict]) -> None:
    total = await context.run("fetch-amount", fetch_amount)
    await context.run("store-total", lambda: store(total))
```

## Fix safety

Returning the value and assigning the step's result is safe, and runs in flight live on.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.engines.replay import Consequence
from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule, handler_note, keeps
from wflint.trace.events import Mutation

RULE = Rule(
    code="WF503",
    summary="A step changes a variable of the workflow",
    level=Level.ERROR,
    applies=lambda engine: engine.consequences.changed is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find changes that no later delivery sees."""
    outcome = handler.profile.consequences.changed
    if outcome is None:
        return
    told: set[object] = set()
    for event, _ in handler.recorded(Mutation):
        if event.site not in told:
            told.add(event.site)
            yield _draft(handler, event, outcome)


def _draft(handler: Handler, event: Mutation, outcome: Consequence) -> Draft:
    readers = handler.facts.reads.get((event.env, event.variable), set()) - {event.step}
    label = handler.label(event.step)
    message = outcome.said(is_sync=handler.is_sync, variable=f"`{event.variable}`", step=label)
    notes = (
        handler_note(handler),
        Note(event.step.site, "runs once, then its result is replayed", Role.STEP),
    )
    step = handler.example("...", "...").replace('"...", ...', "...")
    help_ = f"return the new value from the step and assign it: `{event.variable} = {step}`"
    level = outcome.level or (Level.ERROR if readers else Level.WARNING)
    fix = keeps(
        "return the value and use the step's result",
        lambda rewrite: rewrite.return_from_step(event.step.site, event.site),
    )
    return Draft(level, message, event.site, "this change is lost", notes, help_, fix=fix)
