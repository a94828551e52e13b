"""# random-outside-step

## What it does

Finds random values that are made outside a step: `uuid.uuid4()`, `random.choice()`, `secrets.token_hex()`, `os.urandom()` and the like,
in TypeScript `Math.random()`, `crypto.randomUUID()`, `nanoid()`; in the handler or in any function that it calls. Generators with a
fixed seed and ids that are computed from a name (`uuid5()`) produce the same value every time and are not reported.

## Why it breaks on replay

The handler runs again from the top on every delivery, and produces a different value each time. An order is created
under one id and charged under another. A random condition may take a path other than the recorded one: the run then
dies with "Incompatible step name", or ends early as if it had succeeded.

It is an error where the value decides which steps run, is used by several steps, or is compared with what a step
recorded; a warning where one step uses it; an info where it is only logged or stored.

## Example

```python
@serve.post("/orders")
async def fulfil(context: AsyncWorkflowContext[dict]) -> None:
    order_id = str(uuid.uuid4())
    await context.run("create-order", lambda: create(order_id))
    await context.run("charge", lambda: charge(order_id))
```

```typescript
export const { POST } = serve(async (context) => {
  const orderId = crypto.randomUUID();
  await context.run("create-order", () => createOrder(orderId));
  await context.run("charge", () => charge(orderId));
});
```

## Use instead

```python
@serve.post("/orders")
async def fulfil(context: AsyncWorkflowContext[dict]) -> None:
    order_id = await context.run("get-order-id", lambda: str(uuid.uuid4()))
    await context.run("create-order", lambda: create(order_id))
    await context.run("charge", lambda: charge(order_id))
```

```typescript
export const { POST } = serve(async (context) => {
  const orderId = await context.run("get-order-id", () => crypto.randomUUID());
  await context.run("create-order", () => createOrder(orderId));
  await context.run("charge", () => charge(orderId));
});
```

## Fix safety

Making the value in a step of its own adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that finds
steps by name. It is *unsafe* where the result may not survive being stored, in a loop whose rounds may differ between passes, and after a
side effect that stays outside steps, which the new step would repeat.
"""

from __future__ import annotations

from wflint.rules._families.changing_values import ValuePhrasing, by_use, report_changing_values
from wflint.rules.api import EffectKind, FixClass, Handler, Level, Report, Rule

RULE = Rule(
    code="WF102",
    summary="A random value is made outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.varies("random"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = ValuePhrasing(
    changes="produces a new value {replay.every}",
    label="a new value each time",
    reads="the value is made here",
    help="make it once, in a step",
)


def check(handler: Handler, report: Report) -> None:
    """Report random values that are made in replayed code."""
    report_changing_values(handler, report, EffectKind.RANDOM, by_use, lambda _: _PHRASING)
