"""# database-outside-step

## What it does

Finds calls of databases and caches outside a step: SQL drivers and ORMs, document and key-value stores, in the handler or in any
function that it calls.

## Why it breaks on replay

The handler runs again from the top on every delivery, and its queries run again: a row is inserted seven times for two steps. What
a query returns may differ from delivery to delivery, and send the run down a path other than the recorded one.

It is an error before the first step, where the result decides which steps or children run, and for writes anywhere
before the last step; else a warning.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    database = sqlite3.connect("orders.db")
    database.execute("insert into orders values (1)")
    await context.run("send-receipt", send_receipt)
```

```typescript
export const { POST } = serve<{ id: string }>(async (context) => {
  await prisma.order.create({ data: { id: context.requestPayload.id } });
  await context.run("send-receipt", () => sendReceipt());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def store() -> None:
        with sqlite3.connect("orders.db") as database:
            database.execute("insert into orders values (1)")

    await context.run("store-order", store)
    await context.run("send-receipt", send_receipt)
```

```typescript
export const { POST } = serve<{ id: string }>(async (context) => {
  await context.run("store-order", async () => {
    await prisma.order.create({ data: { id: context.requestPayload.id } });
  });
  await context.run("send-receipt", () => sendReceipt());
});
```

## Fix safety

Wrapping the call in a step adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds steps by
name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and after a side
effect that stays outside steps, which the new step would repeat.
"""

from __future__ import annotations

from wflint.rules._families.side_effects import EffectPhrasing, remote, report_repeated
from wflint.rules.api import EffectKind, FixClass, Handler, Level, Report, Rule

RULE = Rule(
    code="WF202",
    summary="A database is used outside a step",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: engine.allows("database"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = EffectPhrasing(
    reads="queries the database again",
    writes="changes the database again",
    cause="the database is used here",
)


def check(handler: Handler, report: Report) -> None:
    """Report database calls in replayed code."""
    report_repeated(handler, report, EffectKind.DATABASE, remote, _PHRASING)
