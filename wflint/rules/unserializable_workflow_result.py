"""# unserializable-workflow-result

## What it does

Finds handlers that return something that the engine cannot store, where it stores what they return: locks, generators and local
functions where it pickles, dates, sets and models where it makes JSON.

## Why it breaks on replay

Everything else is done by then: all steps have run, and the run fails all the same. Whoever waits for its result gets an error, and
where the engine tries again, the code after the last step is executed once more with each retry.

## Example

```python
import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> set[str]:
    items = await ctx.step.run("load", load)
    return {item["number"] for item in items}
```

```typescript
export const { POST } = serve(async (context) => {
  const cents = await context.run("charge", () => "100");
  return BigInt(cents);
});
```

## Use instead

```python
import inngest

client = inngest.Inngest(app_id="shop")


@client.create_function(fn_id="report", trigger=inngest.TriggerEvent(event="shop/month.closed"))
async def report(ctx: inngest.Context) -> list[str]:
    items = await ctx.step.run("load", load)
    return sorted({item["number"] for item in items})
```

```typescript
export const { POST } = serve(async (context) => {
  const cents = await context.run("charge", () => "100");
  return cents;
});
```

## Fix safety

Turning the value into what can be stored is safe: no run could ever end with the other one.
"""

from __future__ import annotations

from wflint.rules._families.encoding import described, listed, made_plain, wanted
from wflint.rules.api import (
    Consequence,
    Exit,
    ExitKind,
    FixClass,
    FixDraft,
    Format,
    Handler,
    Level,
    Report,
    Rule,
    Site,
    Value,
    at_node,
    ir,
    walk,
    with_article,
)
from wflint.serialization.json_check import SerializationError

RULE = Rule(
    code="WF511",
    summary="A handler returns what cannot be stored",
    level=Level.ERROR,
    include_helpers=False,
    about=lambda engine: (engine.consequences.result_unstored,),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report returned values that the engine cannot store."""
    registration, codec = handler.registration, handler.profile.codec
    if handler.has_wrong_color:
        return  # handler-kind-mismatch
    if registration is not None and registration.registered_by.fault is not None:
        return  # it is no workflow, which broken-registration says
    if registration is None or (codec.typed and registration.options.get(None, codec.typed) is not None):
        return
    for event in walk(handler.events, into_calls=False):
        node = event.site.node if isinstance(event, Exit) and event.kind is ExitKind.RETURN else None
        if not isinstance(event, Exit) or not isinstance(node, ir.Return) or node.value is None:
            continue
        why = handler.rejected(event.value)
        if why is not None:
            site = at_node(event.site, node.value)
            failure = (
                codec.rejects_circle if why.is_circle else codec.rejects.format(type=why.type, step="...")
            )
            message = outcome.said(
                is_sync=handler.is_sync, type=why.type, a_type=with_article(why.type), failure=failure
            )
            finding = report.error(site, message).label(
                f"{described(why, site.module.words)} {codec.kind.refuses}"
            )
            finding.help(f"return {wanted(codec.kind, why)}").fix(_fix(handler, site, event.value, why))


def _fix(handler: Handler, site: Site, value: Value, why: SerializationError) -> FixDraft | None:
    """Make of what is returned what can be stored, where it is written out."""
    if handler.profile.codec.kind is Format.STRUCTURED:
        return None  # what it refuses is no data in another form
    is_pickled = handler.profile.codec.kind is Format.PICKLE
    return listed(site, why) if is_pickled else made_plain(handler, site, value)
