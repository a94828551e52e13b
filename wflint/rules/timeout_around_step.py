"""# timeout-around-step

## What it does

Finds a time limit around a step: `asyncio.wait_for`, `asyncio.shield`, `asyncio.timeout`, `anyio.fail_after` and
`anyio.move_on_after`; in TypeScript `Promise.race` with a timer, and `p-timeout`.

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

```typescript
export const { POST } = serve(async (context) => {
  await pTimeout(context.run("quote", () => fetchQuote()), { milliseconds: 10_000 });
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("quote", lambda: asyncio.wait_for(fetch_quote(), timeout=10))
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("quote", () => pTimeout(fetchQuote(), { milliseconds: 10_000 }));
});
```
"""

from __future__ import annotations

from wflint.rules.api import (
    Concurrency,
    Concurrent,
    Consequence,
    Handler,
    Level,
    Report,
    Rule,
    WithBlock,
    called,
    ir,
    limits_time,
    step_label,
    steps_run,
)

RULE = Rule(
    code="WF314",
    summary="A step runs under a time limit",
    level=Level.WARNING,
    about=lambda engine: (engine.consequences.cut_off,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report calls and context managers that may cut a step off."""
    for event, outer in handler.trail:
        match event:
            case Concurrent(kind=Concurrency.LIMITED):
                step = next(steps_run([event]), None)
            case WithBlock() if limits_time(event.manager):
                step = next(steps_run(event.body), None)
            case _:
                continue
        # In the function of a step nothing else is a step; one that is there is nested-step's.
        if step is None or step.parent is not None:
            continue
        # A helper that limits the time of whatever it is given may well be used in a step: this call of it is wrong.
        depth = len(step.caller_path)
        site = outer[depth] if len(outer) > depth else event.site
        node = site.node.value if isinstance(site.node, ir.WithItem) else site.node
        message = outcome.said(is_sync=handler.is_sync, call=f"`{called(node)}`", step=step_label(step))
        finding = report.add(outcome.level or Level.WARNING, site, message)
        finding.label("may cut the step off").step(step.site, "nothing is recorded of this step")
        finding.help("limit the time inside the step's function")
