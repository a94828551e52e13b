"""# global-state-outside-step

## What it does

Finds module-level variables that code changes while the process runs (counters, caches, lists, iterators), where a handler reads or
changes them outside a step. Locks, clients and connections are not state.

## Why it breaks on replay

The handler runs again from the top on every delivery, so a counter in it counts each pass, several for one run. And the
next delivery may be answered by another process, in which the variable starts anew.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    SEEN.append(context.request_payload["id"])
    await context.run("charge", lambda: charge(len(SEEN)))
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order_id = context.request_payload["id"]
    await context.run("charge", lambda: charge(order_id))
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Access,
    Draft,
    Effect,
    EffectKind,
    Handler,
    Level,
    Rule,
    called,
    chain_notes,
    handler_note,
    spelled,
)

RULE = Rule(code="WF106", summary="A handler depends on a module's variable", level=Level.WARNING)


def check(handler: Handler) -> Iterator[Draft]:
    """Find module-level variables that replayed code reads or changes; each once."""
    told: set[object] = set()
    for effect in handler.effects:
        if effect.call.row.effect is not EffectKind.GLOBAL or effect.call.step is not None:
            continue
        variable = spelled(effect.call.site.node).partition(".")[0].removesuffix("[...]")
        if (variable, effect.call.site.module) not in told:
            told.add((variable, effect.call.site.module))
            yield _draft(handler, effect, variable)


def _draft(handler: Handler, effect: Effect, variable: str) -> Draft:
    replay = handler.profile.replay
    if effect.call.access is Access.WRITE:
        message = f"`{variable}` is changed again {replay.every}, and each process has a copy of its own"
    else:
        message = f"`{variable}` is changed while the process runs, so each {replay.one} may find another value in it"
    if len(effect.chain) > 1:
        message += f" (used by `{called(effect.anchor.node)}`)"
    notes = (handler_note(handler), *chain_notes(effect.chain, "the variable is used here"))
    help_ = "keep what a run needs in the results of its steps"
    return Draft(Level.WARNING, message, effect.anchor, f"not the same in each {replay.one}", notes, help_)
