"""# abort-raised

## What it does

Finds code that raises the exception with which the SDK suspends a pass, `WorkflowAbort`. Raising it again after catching it
is fine, and so are the exceptions of the TypeScript SDK that are made from it and meant to be thrown, `WorkflowNonRetryableError` and
`WorkflowRetryAfterError`.

## Why it breaks on replay

The SDK takes the exception for its own: it answers the delivery with 200 as if a step had been submitted, but nothing was. No
further delivery comes, so the run neither ends nor fails. It hangs for ever.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    price = await context.run("price", lambda: 42)
    if price > 40:
        raise WorkflowAbort("too-expensive")
    await context.run("charge", lambda: price)
```

```typescript
export const { POST } = serve(async (context) => {
  const price = await context.run("price", () => 42);
  if (price > 40) {
    throw new WorkflowAbort("too-expensive");
  }
  await context.run("charge", () => charge(price));
});
```

## Use instead

Return to end the run, or raise another exception to fail it:

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    price = await context.run("price", lambda: 42)
    if price > 40:
        return
    await context.run("charge", lambda: price)
```

```typescript
export const { POST } = serve(async (context) => {
  const price = await context.run("price", () => 42);
  if (price > 40) {
    return;
  }
  await context.run("charge", () => charge(price));
});
```
"""

from __future__ import annotations

from wflint.rules._families.raised_errors import exception_types, raise_chain
from wflint.rules.api import Consequence, Handler, Level, Raised, Report, Rule, Suspend, ir

RULE = Rule(
    code="WF311",
    summary="The SDK's own signal is raised",
    level=Level.ERROR,
    about=lambda engine: (engine.suspend, engine.consequences.signal_raised),
)


def check(handler: Handler, report: Report, suspend: Suspend, outcome: Consequence) -> None:
    """Report places that raise the exception which suspends a pass."""
    for raised in handler.raised:
        is_own = isinstance(raised.path[-1].node, ir.Raise)  # else the SDK raises it
        if raised.again or not is_own or not _is_signal(handler, raised, suspend):
            continue
        chain = raise_chain(raised)
        message = outcome.said(is_sync=handler.is_sync, signal=suspend.name)
        finding = report.error(chain[0], message).label(outcome.label or "the run hangs from here on")
        finding.chain(chain, "raised here")
        finding.help(f"`return` to end the run, or {handler.words.raising} to fail it")


def _is_signal(handler: Handler, raised: Raised, suspend: Suspend) -> bool:
    """Return whether what is raised can be nothing but the suspending exception."""
    return raised.value.always(
        lambda ref: any(name in suspend.names for name in exception_types(handler, ref))
    )
