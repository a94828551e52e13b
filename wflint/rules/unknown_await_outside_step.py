"""# unknown-await-outside-step

## What it does

Finds calls that cannot be resolved and are awaited outside a step. What they do is not known, but what is awaited mostly waits for another system.

## Why it breaks on replay

The handler runs again from the top on every delivery, and awaits again. If the call reads or changes something elsewhere, that is
repeated, and its answer may differ from delivery to delivery.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    customer = await crm.find_customer(context.request_payload["email"])
    await context.run("charge", lambda: charge(customer))
```

```typescript
export const { POST } = serve<{ email: string }>(async (context) => {
  const customer = await crm.findCustomer(context.requestPayload.email);
  await context.run("charge", () => charge(customer));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    customer = await context.run("find-customer", lambda: crm.find_customer(context.request_payload["email"]))
    await context.run("charge", lambda: charge(customer))
```

```typescript
export const { POST } = serve<{ email: string }>(async (context) => {
  const customer = await context.run("find-customer", () => crm.findCustomer(context.requestPayload.email));
  await context.run("charge", () => charge(customer));
});
```

## Fix safety

Wrapping the call in a step is *unsafe*: its result may not survive being stored. It adds a step, so runs in flight have to be drained as
well, except with an engine that finds steps by name.
"""

from __future__ import annotations

from wflint.rules._families.side_effects import how_often
from wflint.rules._families.wrapping import wrapped_at
from wflint.rules.api import FixClass, Handler, Level, Report, Rule, UnknownAwait, at_node, ir

RULE = Rule(
    code="WF207",
    summary="Something unknown is awaited outside a step",
    level=Level.INFO,
    # Where handlers run apart, nothing but steps can take its time.
    holds_for=lambda engine: engine.runtime is None,
    fixes=(FixClass.UNSAFE,),
)


_CHAINS = ("then", "catch", "finally")
"""The methods of a promise, which add to what it stands for."""


def check(handler: Handler, report: Report) -> None:
    """Report unresolved calls that replayed code awaits; what a call may be besides tells more, where that is known."""
    known = {at_node(effect.anchor, _awaited(effect.anchor.node)) for effect in handler.effects}
    for event in handler.replayed if handler.is_repeated_by_steps else ():
        if not isinstance(event, UnknownAwait) or event.step is not None:
            continue
        part = handler.part_of(event)
        if at_node(event.site, _awaited(event.site.node)) in known or not handler.is_repeated_in(part):
            continue
        message = f"`{event.text}()` is awaited again {how_often(handler, part)}"
        finding = report.info(event.site, message).label("awaited again each time")
        finding.help("if it reads or changes something elsewhere, do it in a step")
        finding.fix(wrapped_at(handler, event.site).unsafe())


def _awaited(node: ir.Node) -> ir.Node:
    """Return what is awaited, without what is chained to it."""
    if isinstance(node, ir.Await):
        return _awaited(node.value)
    func = node.func if isinstance(node, ir.Call) else None
    return _awaited(func.value) if isinstance(func, ir.Attribute) and func.attr in _CHAINS else node
