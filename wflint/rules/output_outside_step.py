"""# output-outside-step

## What it does

Finds `print`, `logging`, `structlog` and `loguru` calls outside a step, in TypeScript `console`, `pino` and `winston`; in the handler or
in any function that it calls.

## Why it breaks on replay

The handler runs again from the top on every delivery, and prints the same line again: a log of one run reads as if it had started
seven times.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    print("order received")
    await context.run("charge", charge)
```

```typescript
export const { POST } = serve(async (context) => {
  console.log("order received");
  await context.run("charge", () => charge());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def charge_and_log() -> None:
        print("order received")
        charge()

    await context.run("charge", charge_and_log)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => {
    console.log("order received");
    charge();
  });
});
```

## Fix safety

Wrapping the call in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by
name.
"""

from __future__ import annotations

from wflint.rules._families.side_effects import EffectPhrasing, report_repeated
from wflint.rules.api import EffectKind, FixClass, Handler, Level, Report, Rule

RULE = Rule(
    code="WF206",
    summary="Something is printed or logged outside a step",
    level=Level.INFO,
    fixes=(FixClass.SAFE, FixClass.DRAIN),
)

_PHRASING = EffectPhrasing(
    reads="prints again",
    writes="prints again",
    cause="it is printed here",
)


def check(handler: Handler, report: Report) -> None:
    """Report output in replayed code."""
    report_repeated(handler, report, EffectKind.OUTPUT, lambda _, __: Level.INFO, _PHRASING)
