"""# unknown-await-outside-step

## What it does

Finds calls that cannot be resolved and are awaited outside a step. What they do is not known, but what is awaited mostly waits for another system.

## Why it breaks on replay

The handler runs again from the top on every delivery, and awaits again. If the call asks or changes something elsewhere, that is repeated,
and its answer may differ from delivery to delivery.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    customer = await crm.find_customer(context.request_payload["email"])
    await context.run("charge", lambda: charge(customer))
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    customer = await context.run("find-customer", lambda: crm.find_customer(context.request_payload["email"]))
    await context.run("charge", lambda: charge(customer))
```

## Fix safety

Wrapping the call is unsafe: its result may not survive JSON. It adds a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.rules.api import (
    Applicability,
    Draft,
    FixDraft,
    Handler,
    Level,
    Rule,
    UnknownAwait,
    breaks,
    handler_note,
)

RULE = Rule(code="WF207", summary="Something unknown is awaited outside a step", level=Level.INFO)


def check(handler: Handler) -> Iterator[Draft]:
    """Find unresolved calls that replayed code awaits."""
    told: set[object] = set()
    for event in handler.replayed if handler.is_repeated_by_steps else ():
        if isinstance(event, UnknownAwait) and event.step is None and event.site not in told:
            told.add(event.site)
            yield Draft(
                Level.INFO,
                f"`{event.text}()` is awaited again {handler.profile.replay.every}",
                event.site,
                "awaited again each time",
                (handler_note(handler),),
                "if it asks or changes something elsewhere, do it in a step",
                fix=_fix(handler, event),
            )


def _fix(handler: Handler, event: UnknownAwait) -> FixDraft:
    fix = breaks(
        "do it in a step of its own", lambda rewrite: rewrite.wrap_in_step(event.site, handler.writer)
    )
    return replace(fix, applicability=Applicability.UNSAFE)
