"""# clock-outside-step

## What it does

Finds code that reads a clock or today's date outside a step, in the handler or in any function that it calls:
`time.time()`, `datetime.now()`, `date.today()` and the like; in TypeScript `Date.now()`, `new Date()`, `performance.now()`.

## Why it breaks on replay

The handler runs again from the top on every delivery, so the clock is read again, too. Two steps that use "the same"
time get different times. A condition on the time may take a path other than the recorded one: the run then dies with
"Incompatible step name", or ends early as if it had succeeded.

It is an error where the time decides which steps run, is used by several steps, or is compared with what a step recorded; a warning where one
step uses it; an info where it is only logged or stored. A time that is only read when a step is submitted, such as `context.sleep_until("wait",
time.time() + 60)` in Python, is fine and not reported, unless it is compared with a time from the other side of a step: a step that is replayed
takes no time.

## Example

```python
@serve.post("/remind")
async def remind(context: AsyncWorkflowContext[dict]) -> None:
    now = datetime.now(timezone.utc)
    await context.run("create-invoice", lambda: create_invoice(now.isoformat()))
    await context.run("send-invoice", lambda: send_invoice(now.isoformat()))
```

```typescript
export const { POST } = serve(async (context) => {
  const now = new Date();
  await context.run("create-invoice", () => createInvoice(now.toISOString()));
  await context.run("send-invoice", () => sendInvoice(now.toISOString()));
});
```

## Use instead

```python
@serve.post("/remind")
async def remind(context: AsyncWorkflowContext[dict]) -> None:
    now = await context.run("get-now", lambda: datetime.now(timezone.utc).isoformat())
    await context.run("create-invoice", lambda: create_invoice(now))
    await context.run("send-invoice", lambda: send_invoice(now))
```

```typescript
export const { POST } = serve(async (context) => {
  const now = await context.run("get-now", () => new Date().toISOString());
  await context.run("create-invoice", () => createInvoice(now));
  await context.run("send-invoice", () => sendInvoice(now));
});
```

## Fix safety

Reading the clock in a step of its own adds a step, which runs in flight do not have: the fix is *drain*, or *safe* with an engine that
finds steps by name. It is *unsafe* for a clock that counts from another moment on each machine (`time.monotonic`, `performance.now`), of
which another process can make nothing, in a loop whose rounds may differ between passes, and after a side effect that stays outside steps,
which the new step would repeat.
"""

from __future__ import annotations

from dataclasses import replace

from wflint.rules._families.changing_values import ValuePhrasing, by_use, report_changing_values
from wflint.rules.api import (
    Effect,
    EffectKind,
    Exit,
    ExitKind,
    FixClass,
    Handler,
    Instance,
    Level,
    Path,
    Report,
    Rule,
    SinkSummary,
    taint_sources,
)

RULE = Rule(
    code="WF101",
    summary="A clock is read outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.varies("clock"),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_PHRASING = ValuePhrasing(
    changes="reads a different time {replay.every}",
    label="a different time on each replay",
    reads="the clock is read here",
    help="read it once, in a step that returns it as text or a number",
)
# What a call gives that leads to a clock need not be a time.
_PHRASING_THROUGH = replace(
    _PHRASING,
    changes="reads the clock again {replay.every}",
    label="may be different each time",
    value="value",
)

_HELP_WITHIN_PROCESS = (
    "it means nothing to another process: take both times inside one step function, or read the time of day once, in a step that "
    "returns it as text or a number"
)


def check(handler: Handler, report: Report) -> None:
    """Report clocks that are read in replayed code."""
    delays = _retry_delays(handler)

    def severity(effect: Effect, sinks: SinkSummary) -> Level | None:
        level = by_use(effect, sinks)
        return None if level is Level.INFO and effect.call.path in delays else level

    report_changing_values(handler, report, EffectKind.CLOCK, severity, _phrasing)


def _phrasing(effect: Effect) -> ValuePhrasing:
    phrasing = _PHRASING_THROUGH if len(effect.chain) > 1 else _PHRASING
    return replace(phrasing, help=_HELP_WITHIN_PROCESS) if effect.call.row.within_process else phrasing


def _retry_delays(handler: Handler) -> set[Path]:
    """Return the clocks that say when an exception wants the run to be tried again: each pass means its own time."""
    raised = (
        event.value for event in handler.replayed if isinstance(event, Exit) and event.kind is ExitKind.RAISE
    )
    return {
        source.path
        for value in raised
        if isinstance(value.only, Instance) and value.only.type in handler.profile.unrecorded
        for source in taint_sources(value.taint)
    }
