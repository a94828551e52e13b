"""# abort-raised

## What it does

Finds code that raises the exception with which the SDK suspends a pass, `WorkflowAbort`. Raising it again after catching it
is fine.

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
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.engines.replay import Suspend
from wflint.findings import Level
from wflint.model.handler import Handler
from wflint.rules._raising import chain_of, exception_types
from wflint.rules._rule import Draft, Rule, chain_notes, handler_note
from wflint.trace.raises import Raised

RULE = Rule(
    code="WF311",
    summary="The SDK's own signal is raised",
    level=Level.ERROR,
    applies=lambda engine: engine.suspend is not None and engine.consequences.signal_raised is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find places that raise the exception which suspends a pass."""
    suspend, outcome = handler.profile.suspend, handler.profile.consequences.signal_raised
    if suspend is None or outcome is None:
        return
    for raised in handler.raised:
        if raised.again or not _is_signal(handler, raised, suspend):
            continue
        chain = chain_of(raised)
        yield Draft(
            Level.ERROR,
            outcome.said(is_sync=handler.is_sync, signal=suspend.name),
            chain[0],
            outcome.label or "the run hangs from here on",
            (handler_note(handler), *chain_notes(chain, "raised here")),
            "`return` to end the run, or raise another exception to fail it",
        )


def _is_signal(handler: Handler, raised: Raised, suspend: Suspend) -> bool:
    signals = suspend.names
    return bool(raised.value.alternatives) and all(
        any(name in signals for name in exception_types(ref, handler.base_classes))
        for ref in raised.value.alternatives
    )
