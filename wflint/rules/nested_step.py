"""# nested-step

## What it does

Finds a step that is started inside the function of another step, directly or through helpers.

## Why it breaks on replay

In an async handler the inner step fails with "Running parallel steps is not yet available in workflow-py"; what the outer
function did before runs again with every retry. In a sync handler the inner step is recorded in the outer one's place, and
the next delivery dies with "Incompatible step name": a debit may have happened, its credit never does.

## Example

```python
@serve.post("/transfer")
async def transfer(context: AsyncWorkflowContext[dict]) -> None:
    async def move() -> None:
        debit()
        await context.run("credit", credit)

    await context.run("debit", move)
```

## Use instead

```python
@serve.post("/transfer")
async def transfer(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("debit", debit)
    await context.run("credit", credit)
```

## Fix safety

Moving the inner step out, before or behind the outer one, is safe where it is the first or last thing that the outer
function does. Runs in flight could never get past this point, so they live on.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.steps import StepCall
from wflint.domain.taint import Path
from wflint.engines.replay import Consequence
from wflint.findings import InFlight, Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, FixDraft, Note, Rule, chain_notes, handler_note

RULE = Rule(
    code="WF301",
    summary="A step is started inside a step",
    level=Level.ERROR,
    applies=lambda engine: engine.consequences.nested is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find steps whose call is inside the function of another step."""
    outcome = handler.profile.consequences.nested
    if outcome is None:
        return
    told: set[object] = set()
    for step in handler.steps:
        if step.parent is None:
            continue
        chain = _chain(step, step.parent)
        if chain[0] not in told:
            told.add(chain[0])
            yield _draft(handler, step, step.parent, chain, outcome)


def _chain(step: StepCall, parent: StepCall) -> Path:
    """From the call inside the outer step's function down to the inner step."""
    inside = step.path[len(parent.frame.path) :]
    function = parent.function.node if parent.function else None
    # The outer step's function is called where it is handed over; what it does begins behind that.
    return inside[1:] if len(inside) > 1 and inside[0].node is function else inside


def _draft(handler: Handler, step: StepCall, parent: StepCall, chain: Path, outcome: Consequence) -> Draft:
    inner, outer = handler.label(step), handler.label(parent)
    message = outcome.said(is_sync=not step.is_async, inner=inner, outer=outer)
    notes = (
        handler_note(handler),
        Note(parent.site, f"{outer} is recorded as a whole", Role.STEP),
        *chain_notes(chain, "the inner step"),
    )
    help_ = (
        outcome.help
        or "run the steps one after the other in the handler, and pass the first one's result to the second"
    )
    fix = FixDraft(
        "run it outside of the other step",
        InFlight.KEEPS,
        lambda rewrite: rewrite.unnest(parent.site, chain[0]),
        # What a helper does beside its steps is told for the first time then.
        reveals=True,
    )
    level = outcome.level or Level.ERROR
    return Draft(level, message, chain[0], "starts a step inside a step", notes, help_, fix=fix)
