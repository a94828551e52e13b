"""# raise-before-first-step

## What it does

Finds code that rejects a request by raising an exception before the first step: `raise HTTPException(403)`, `abort(404)`, or
any other `raise` or `throw` there. In helpers that run no steps, only the exceptions of web frameworks count.

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

```typescript
export const { POST } = serve(async (context) => {
  if (context.headers.get("x-token") !== "blue") {
    throw new Error("forbidden");
  }
  await context.run("charge", () => charge());
});
```

## Use instead

Let a request that you do not accept reach no step, by a condition or by an early `return`; the SDK then rejects it:

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if context.headers.get("x-token") == "blue":
        await context.run("charge", lambda: 42)
```

```typescript
export const { POST } = serve(async (context) => {
  if (context.headers.get("x-token") === "blue") {
    await context.run("charge", () => charge());
  }
});
```
"""

from __future__ import annotations

from wflint.rules._families.raised_errors import exception_types, raise_chain
from wflint.rules.api import Consequence, Handler, Level, Raised, Report, Rule, ir, spelled

RULE = Rule(
    code="WF315",
    summary="A request is rejected by raising before the first step",
    level=Level.WARNING,
    include_helpers=False,
    about=lambda engine: (engine.consequences.raised_early,),
)

_UNFINISHED = frozenset({"builtins.NotImplementedError", "builtins.AssertionError"})


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report exceptions that leave a handler before any step can have run."""
    for raised in handler.raised:
        if (
            raised.guarded
            or raised.again
            or not _is_early(handler, raised)
            or not _is_on_purpose(handler, raised)
        ):
            continue
        chain, node = raise_chain(raised), raised.path[-1].node
        what = spelled(node.value if isinstance(node, ir.Raise) and node.value is not None else node)
        message = outcome.said(is_sync=handler.is_sync, what=f"`{what}`")
        finding = report.warning(chain[0], message).label("the caller gets a 500")
        finding.chain(chain, "raised here")
        finding.help("`return` before the first step instead: the request is then rejected")


def _is_early(handler: Handler, raised: Raised) -> bool:
    """Return whether no step can have run, though the handler has some."""
    is_reached = bool(handler.graph.of(raised.event))
    return is_reached and bool(handler.graph.steps()) and handler.order.is_before_steps(raised.event)


def _is_on_purpose(handler: Handler, raised: Raised) -> bool:
    """Return whether an exception is meant for the caller: one of the web framework's, or raised by the handler itself."""
    suspend = handler.profile.suspend
    signals = (*suspend.names, *suspend.derived) if suspend is not None else ()
    types = [name for ref in raised.value.alternatives for name in exception_types(handler, ref)]
    if any(name in _UNFINISHED or name in signals for name in types):
        return False
    return len(raise_chain(raised)) == 1 or any(map(_is_of_web_framework, types))


def _is_of_web_framework(name: str) -> bool:
    return name.endswith("HTTPException") or name.startswith("werkzeug.exceptions.")
