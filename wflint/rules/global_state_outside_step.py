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

from wflint.rules.api import (
    Access,
    Effect,
    EffectKind,
    Handler,
    Level,
    Replay,
    Report,
    Rule,
    called,
    ir,
    replayed_effects,
    spelled,
)

RULE = Rule(code="WF106", summary="A handler depends on a module's variable", level=Level.WARNING)


def check(handler: Handler, report: Report) -> None:
    """Report module-level variables that replayed code reads or changes; each once."""
    variables: dict[tuple[str, ir.Module], Effect] = {}
    for effect in replayed_effects(handler, EffectKind.GLOBAL):
        site = effect.call.site
        variable = spelled(site.node).partition(".")[0].removesuffix("[...]")
        variables.setdefault((variable, site.module), effect)
    for (variable, _), effect in variables.items():
        message = _message(handler.profile.replay, effect, variable)
        finding = report.warning(effect.anchor, message)
        finding.label(f"not the same in each {handler.profile.replay.one}")
        finding.chain(effect.chain, "the variable is used here")
        finding.help("keep what a run needs in the results of its steps")


def _message(replay: Replay, effect: Effect, variable: str) -> str:
    through = f" (used by `{called(effect.anchor.node)}`)" if len(effect.chain) > 1 else ""
    if effect.call.access is Access.WRITE:
        return (
            f"`{variable}` is changed again {replay.every}, and each process has a copy of its own{through}"
        )
    return (
        f"`{variable}` is changed while the process runs, "
        f"so each {replay.one} may find another value in it{through}"
    )
