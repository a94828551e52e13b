"""# raise-before-first-step

## What it does

Finds code that rejects a request by raising an exception before the first step: `raise HTTPException(403)`, `abort(404)`, or
any other `raise` there. In helpers that run no steps, only the exceptions of web frameworks count.

## Why it breaks on replay

The SDK answers every exception with 500, so the caller never sees the 403. And the code runs again with each delivery: if it
raises then, because a token has expired in the meantime, say, the delivery is retried until the run fails.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if context.headers.get("x-token") != "blue":
        raise HTTPException(403)
    await context.run("charge", lambda: 42)
```

## Use instead

Let a request that you do not accept reach no step, by a condition or by an early `return`; the SDK then rejects it:

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if context.headers.get("x-token") == "blue":
        await context.run("charge", lambda: 42)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.engines.replay import Consequence
from wflint.findings import Level
from wflint.ir import nodes as ir
from wflint.ir.spelling import spelled
from wflint.model.handler import Handler
from wflint.rules._raising import chain_of, exception_types
from wflint.rules._rule import Draft, Rule, chain_notes, handler_note
from wflint.trace.raises import Raised

RULE = Rule(
    code="WF315",
    summary="A request is rejected by raising before the first step",
    level=Level.WARNING,
    whoever_calls=False,
    applies=lambda engine: engine.consequences.raised_early is not None,
)

_UNFINISHED = frozenset({"builtins.NotImplementedError", "builtins.AssertionError"})


def check(handler: Handler) -> Iterator[Draft]:
    """Find exceptions that leave a handler before any step can have run."""
    outcome = handler.profile.consequences.raised_early
    if outcome is None:
        return
    for raised in handler.raised:
        places = handler.graph.of(raised.event)
        early = bool(places) and bool(handler.graph.steps()) and handler.behind_steps.isdisjoint(places)
        if early and not raised.guarded and not raised.again and _is_on_purpose(handler, raised):
            yield _draft(handler, raised, outcome)


def _is_on_purpose(handler: Handler, raised: Raised) -> bool:
    suspend = handler.profile.suspend
    signals = suspend.names if suspend is not None else ()
    types = [name for ref in raised.value.alternatives for name in exception_types(ref, handler.base_classes)]
    if any(name in _UNFINISHED or name in signals for name in types):
        return False
    return len(chain_of(raised)) == 1 or any(map(_is_of_web_framework, types))


def _is_of_web_framework(name: str) -> bool:
    return name.endswith("HTTPException") or name.startswith("werkzeug.exceptions.")


def _draft(handler: Handler, raised: Raised, outcome: Consequence) -> Draft:
    chain = chain_of(raised)
    node = raised.path[-1].node
    what = spelled(node.value) if isinstance(node, ir.Raise) and node.value is not None else spelled(node)
    return Draft(
        Level.WARNING,
        outcome.said(is_sync=handler.is_sync, what=f"`{what}`"),
        chain[0],
        "the caller gets a 500",
        (handler_note(handler), *chain_notes(chain, "raised here")),
        "`return` before the first step instead: the request is then rejected",
    )
