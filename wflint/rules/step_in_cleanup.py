"""# step-in-cleanup

## What it does

Finds steps that run when another step is left: in `finally`, in `__exit__` or `__aexit__`, in a generator that is a context manager,
and in what an exit stack calls; in TypeScript in `finally`, and in what `using` disposes of.

## Why it breaks on replay

The SDK ends the delivery by an exception that comes out of the step. Whatever cleans up then runs at each step that ends a delivery,
and not at the end of the block: the undo step of a saga runs when nothing has failed. It is started while the other step is being
recorded, so it fails with "Running parallel steps is not yet available in workflow-py", or takes the other one's place, as it always does in TypeScript.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    try:
        await context.run("charge", charge)
    finally:
        await context.run("release", lambda: crm.release())
```

```typescript
export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => charge());
  } finally {
    await context.run("release", () => crm.release());
  }
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def try_to_charge() -> dict:
        try:
            return {"paid": charge()}
        except crm.Declined as error:
            return {"declined": str(error)}

    await context.run("charge", try_to_charge)
    await context.run("release", lambda: crm.release())
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => {
    try {
      return { paid: charge() };
    } catch (error) {
      return { declined: String(error) };
    }
  });
  await context.run("release", () => crm.release());
});
```
"""

from __future__ import annotations

from wflint.rules.api import (
    Consequence,
    Handler,
    Level,
    Report,
    Rule,
    StepCall,
    Suspend,
    TryBlock,
    WithBlock,
    step_label,
    steps_in_cleanup,
    suspending,
)

RULE = Rule(
    code="WF318",
    summary="A step runs in the cleanup after another step",
    level=Level.ERROR,
    about=lambda engine: (engine.suspend, engine.consequences.final_step),
)


def check(handler: Handler, report: Report, suspend: Suspend, outcome: Consequence) -> None:
    """Report steps that clean up after another step."""
    for event in handler.replayed:
        if not isinstance(event, (TryBlock, WithBlock)):
            continue
        around = [*event.body, *event.orelse] if isinstance(event, TryBlock) else event.body
        first = suspending(around)
        last = next(steps_in_cleanup(event, suspend), None) if first is not None else None
        if first is not None and last is not None:
            _report(handler, report, outcome, first, last)


def _report(handler: Handler, report: Report, outcome: Consequence, first: StepCall, last: StepCall) -> None:
    message = outcome.said(is_sync=handler.is_sync, step=step_label(last), other=step_label(first))
    finding = report.error(last.site, message).label("starts a step too early")
    finding.step(first.site, "leaves the block by an exception")
    finding.help(
        "run it after the block; to handle the step's own failure, catch it inside the step's function and return it as data"
    )
