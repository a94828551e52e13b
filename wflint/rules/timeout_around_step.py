"""# timeout-around-step

## What it does

Finds a time limit around a step: `asyncio.wait_for`, `asyncio.shield`, `asyncio.timeout`, `anyio.fail_after` and
`anyio.move_on_after`.

## Why it breaks on replay

As long as the time is not up, nothing happens. When it is, the step is cut off in the middle of its work and nothing is
recorded, so each retry does the work again; a step that should run instead fails with "Running parallel steps is not yet
available in workflow-py". The limit also holds for one delivery only, not for the run.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await asyncio.wait_for(context.run("quote", fetch_quote), timeout=10)
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("quote", lambda: asyncio.wait_for(fetch_quote(), timeout=10))
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.steps import Concurrency, StepCall
from wflint.domain.taint import Site
from wflint.engines.replay import Consequence
from wflint.findings import Level, Role
from wflint.ir import nodes as ir
from wflint.ir.spelling import called
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule, handler_note
from wflint.trace.events import Concurrent, WithBlock
from wflint.trace.resources import limits_time
from wflint.trace.walk import steps_run

RULE = Rule(
    code="WF314",
    summary="A time limit stands around a step",
    level=Level.WARNING,
    applies=lambda engine: engine.consequences.cut_off is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find calls and context managers that may cut a step off."""
    outcome = handler.profile.consequences.cut_off
    if outcome is None:
        return
    for event, _ in handler.trail:
        match event:
            case Concurrent(kind=Concurrency.LIMITED):
                limited = [step for branch in event.branches for step in steps_run(branch)]
            case WithBlock() if limits_time(event.manager):
                limited = list(steps_run(event.body))
            case _:
                continue
        # In the function of a step nothing else is a step; one that is there is nested-step's.
        if limited and limited[0].parent is None:
            yield _draft(handler, event.site, limited[0], outcome)


def _draft(handler: Handler, site: Site, step: StepCall, outcome: Consequence) -> Draft:
    node = site.node.value if isinstance(site.node, ir.WithItem) else site.node
    return Draft(
        outcome.level or Level.WARNING,
        outcome.said(is_sync=handler.is_sync, call=f"`{called(node)}`", step=handler.label(step)),
        site,
        "may cut the step off",
        (handler_note(handler), Note(step.site, "nothing is recorded of this step", Role.STEP)),
        "limit the time inside the step's function",
    )
