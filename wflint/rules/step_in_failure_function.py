"""# step-in-failure-function

## What it does

Finds steps in a function that is registered as `failure_function=` (`failureFunction` in TypeScript), directly or in helpers that it calls.

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

```typescript
export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => charge());
  },
  {
    failureFunction: async ({ context, failResponse }) => {
      await (context as WorkflowContext).run("report", () => report(failResponse));
    },
  },
);
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

```typescript
export const { POST } = serve(
  async (context) => {
    await context.run("charge", () => charge());
  },
  {
    failureFunction: async ({ failResponse }) => {
      report(failResponse);
    },
  },
);
```
"""

from __future__ import annotations

from wflint.rules.api import Consequence, Handler, Level, Report, Rule, step_label

RULE = Rule(
    code="WF312",
    summary="A failure function runs a step",
    level=Level.ERROR,
    holds_for=lambda engine: engine.failure is not None,
    about=lambda engine: (engine.consequences.failure_step,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report steps in the function that is called when a run has failed."""
    if handler.failure is None:
        return
    failure = handler.failure.followed
    for step in failure.steps:
        if step.parent is not None:
            continue
        message = outcome.said(is_sync=handler.is_sync, step=step_label(step))
        finding = report.error(step.site, message).label("starts a step in a run that has ended")
        finding.handler(failure.site, "this function is called when the run has failed for good")
        for call in step.path[:-1]:
            finding.cause(call, "which calls this")
        finding.note(handler.failure.site, "registered here")
        finding.help("do the work in the failure function itself, or start another run from it")
