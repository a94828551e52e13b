"""# delivery-value-outside-step

## What it does

Finds values that belong to one delivery or one attempt, and not to the run: the id of a message or request, the number of the
attempt, the id of the process that executes a workflow.

## Why it breaks on replay

Every delivery brings its own. A step that one of them decides runs in one delivery and not in the next, so the run no longer goes the way
that was recorded.

It is an error where the value decides which steps run, an info where a step uses it. Where it is part of a step's name,
`unstable-step-name` says so. What only reads it to log it, or to end the run, is right.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if context.headers.get("upstash-retried") == "0":
        await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  if (context.retried === 0) {
    await context.run("send-receipt", () => sendReceipt());
  }
  await context.run("archive", () => archive());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("send-receipt", () => sendReceipt());
  await context.run("archive", () => archive());
});
```

## Fix safety

There is no fix: only its author knows what the value was meant to decide.
"""

from __future__ import annotations

from dataclasses import replace

from wflint.rules._families.sinks import decision, sink_notes
from wflint.rules.api import (
    Branch,
    EffectKind,
    Handler,
    Level,
    Report,
    Rule,
    Sink,
    SinkSummary,
    called,
    replayed_effects,
    steps_run,
)

RULE = Rule(
    code="WF107",
    summary="A value of one delivery or attempt is used outside a step",
    level=Level.ERROR,
    also=(Level.INFO,),
)


def check(handler: Handler, report: Report) -> None:
    """Report what belongs to one pass where steps depend on it."""
    replay = handler.profile.replay
    for effect in replayed_effects(handler, EffectKind.DELIVERY):
        sinks = _about_steps(handler, handler.sinks_of(effect))
        if not (sinks.decides or sinks.compared or sinks.captured):
            continue  # logged, only part of a name, or read when one step is submitted
        level = Level.ERROR if sinks.decides else Level.INFO
        through = f" (through `{called(effect.call.site.node)}`)" if len(effect.chain) > 1 else ""
        what, name = called(effect.anchor.node), effect.call.row.name
        header = "" if name.rpartition(".")[2] in what or through else f" (`{name}`)"
        message = f"`{what}`{header} belongs to one {replay.one}{through}{decision(sinks)}"
        finding = report.add(level, effect.anchor, message).label(f"different {replay.in_later_one}")
        finding.chain(effect.chain, f"read here, for one {replay.one}").notes(sink_notes(sinks))
        same = f": `{replay.run_id}`, or a value of its input" if replay.run_id else ": a value of its input"
        finding.help(f"use what is the same as long as the run lasts{same}")


def _about_steps(handler: Handler, sinks: SinkSummary) -> SinkSummary:
    """Return the sinks without the branches that only end the run."""
    deciding = {
        event.site
        for event in handler.replayed
        if isinstance(event, Branch) and any(any(steps_run(arm)) for arm in event.arms)
    }
    kept = [flow for flow in sinks.decides if flow.sink is Sink.LOOP or flow.site in deciding]
    return replace(sinks, decides=kept)
