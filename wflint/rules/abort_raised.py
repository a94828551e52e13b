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

from wflint.analysis.model import Handler
from wflint.analysis.raises import Raised
from wflint.findings import Level
from wflint.rules._raising import chain_of, exception_types
from wflint.rules._rule import Draft, Rule, chain_notes, handler_note

RULE = Rule(code="WF311", summary="The SDK's own signal is raised", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find places that raise the exception which suspends a pass."""
    for raised in handler.raised:
        if raised.again or not _is_signal(handler, raised):
            continue
        chain = chain_of(raised)
        name = handler.context.profile.suspend.exception.rpartition(".")[2]
        yield Draft(
            Level.ERROR,
            f"`{name}` is the SDK's own signal that a step was submitted: the delivery is answered as a success, no other "
            "one follows, and the run hangs for ever",
            chain[0],
            "the run hangs from here on",
            (handler_note(handler), *chain_notes(chain, "raised here")),
            "`return` to end the run, or raise another exception to fail it",
        )


def _is_signal(handler: Handler, raised: Raised) -> bool:
    signals = handler.context.profile.suspend.names
    return bool(raised.value.refs) and all(
        any(name in signals for name in exception_types(ref, handler.lineage)) for ref in raised.value.refs
    )
