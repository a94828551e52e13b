"""# step-in-failure-function

## What it does

Finds steps in a function that is registered as `failure_function=`, directly or in helpers that it calls.

## Why it breaks on replay

The failure function is called once, when the run has failed for good. A step in it is executed and submitted into the run that
has ended; the exception with which the SDK then suspends the pass is answered as an error, so the call is delivered again and
the step's work is done again.

## Example

```python
async def on_failure(context: AsyncWorkflowContext[dict], status: int, message: str, headers: dict) -> None:
    await context.run("report", lambda: print(message))


@serve.post("/orders", failure_function=on_failure)
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", lambda: 42)
```

## Use instead

Do the work in the failure function itself, or start another run from it:

```python
async def on_failure(context: AsyncWorkflowContext[dict], status: int, message: str, headers: dict) -> None:
    print(message)


@serve.post("/orders", failure_function=on_failure)
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", lambda: 42)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule

RULE = Rule(
    code="WF312",
    summary="A failure function runs a step",
    level=Level.ERROR,
    applies=lambda engine: engine.failure is not None and engine.consequences.failure_step is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find steps in the function that is called when a run has failed."""
    outcome = handler.profile.consequences.failure_step
    if handler.failure is None or outcome is None:
        return
    failure = handler.failure.followed
    for step in failure.steps:
        if step.parent is not None:
            continue
        calls = (Note(site, "which calls this", Role.CAUSE) for site in step.path[:-1])
        yield Draft(
            Level.ERROR,
            outcome.said(is_sync=handler.is_sync, step=failure.label(step)),
            step.site,
            "starts a step in a run that has ended",
            (
                Note(failure.site, "this function is called when the run has failed for good", Role.HANDLER),
                *calls,
                Note(handler.failure.site, "registered here", Role.NOTE),
            ),
            "do the work in the failure function itself, or start another run from it",
        )
