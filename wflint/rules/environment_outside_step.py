"""# environment-outside-step

## What it does

Finds environment variables, command-line arguments, the working directory, facts about the platform and settings objects that are read
outside a step.

## Why it breaks on replay

A run may take days, and every delivery reads the environment of the process that answers it. A deploy with other settings, or a
machine with others, then leads the run another way than the recorded one: it dies with "Incompatible step name".

It is an error where the value decides which steps run, else an info. Where it is part of a step's name, `unstable-step-name` says so.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if os.getenv("SEND_RECEIPTS"):
        await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  if (process.env.SEND_RECEIPTS) {
    await context.run("send-receipt", () => sendReceipt());
  }
  await context.run("archive", () => archive());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    if await context.run("check-receipts", lambda: os.getenv("SEND_RECEIPTS")):
        await context.run("send-receipt", send_receipt)
    await context.run("archive", archive)
```

```typescript
export const { POST } = serve(async (context) => {
  if (await context.run("check-receipts", () => Boolean(process.env.SEND_RECEIPTS))) {
    await context.run("send-receipt", () => sendReceipt());
  }
  await context.run("archive", () => archive());
});
```

## Fix safety

Reading the value in a step of its own is safe for new runs. It adds a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from wflint.rules._families.changing_values import ValuePhrasing, report_changing_values
from wflint.rules.api import Effect, EffectKind, Handler, Level, Report, Rule, SinkSummary

RULE = Rule(
    code="WF105",
    summary="The environment is read outside a step",
    level=Level.ERROR,
    holds_for=lambda engine: engine.varies("environment"),
)

_PHRASING = ValuePhrasing(
    changes="reads the environment of {replay.process}",
    label="may be another value after a deploy",
    reads="the environment is read here",
    help="read it in a step",
    name="get-setting",
    values={"Python": 'os.environ["NAME"]', "TypeScript": "process.env.NAME"},
)


def check(handler: Handler, report: Report) -> None:
    """Report reads of the environment in replayed code."""
    report_changing_values(handler, report, EffectKind.ENVIRONMENT, _severity, lambda _: _PHRASING)


def _severity(_: Effect, sinks: SinkSummary) -> Level | None:
    if sinks.only_named or sinks.only_submitted:
        return None
    return Level.ERROR if sinks.decides else Level.INFO
