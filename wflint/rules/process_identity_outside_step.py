"""# process-identity-outside-step

## What it does

Finds values that only mean something in one process, used outside a step: `id(x)`, `hash()` of text, bytes or objects,
`os.getpid()`, `threading.get_ident()`, `socket.gethostname()` and the like, and the text of an object whose class defines none; in
TypeScript `process.pid`, `os.hostname()` and the like.

## Why it breaks on replay

Every delivery may be answered by another process or machine. In Python, `hash("x")` differs between processes because each seeds it
by itself, and `id(x)` is an address in memory. In one development process all of this looks stable; in production a step
name or a condition made of it changes between two deliveries, and the run dies with "Incompatible step name".

It is an error where the value decides which steps run, a warning where a step uses it, an info where it is only logged. Where it is part of a step's name,
`unstable-step-name` says so instead.

## Example

```python
@serve.post("/split")
async def split(context: AsyncWorkflowContext[dict]) -> None:
    user = str(context.request_payload["user"])
    if hash(user) % 2:
        await context.run("variant-a", lambda: show("a", user))
    else:
        await context.run("variant-b", lambda: show("b", user))
```

```typescript
export const { POST } = serve<{ user: string }>(async (context) => {
  const { user } = context.requestPayload;
  if (process.pid % 2) {
    await context.run("variant-a", () => show("a", user));
  } else {
    await context.run("variant-b", () => show("b", user));
  }
});
```

## Use instead

```python
@serve.post("/split")
async def split(context: AsyncWorkflowContext[dict]) -> None:
    user = str(context.request_payload["user"])
    if zlib.crc32(user.encode()) % 2:
        await context.run("variant-a", lambda: show("a", user))
    else:
        await context.run("variant-b", lambda: show("b", user))
```

```typescript
export const { POST } = serve<{ user: string }>(async (context) => {
  const { user } = context.requestPayload;
  const digest = createHash("sha256").update(user).digest();
  if (digest[0] % 2) {
    await context.run("variant-a", () => show("a", user));
  } else {
    await context.run("variant-b", () => show("b", user));
  }
});
```
"""

from __future__ import annotations

from wflint.rules._families.changing_values import ValuePhrasing, by_decision, report_changing_values
from wflint.rules.api import Effect, EffectKind, Handler, Level, Report, Rule, SinkSummary

RULE = Rule(
    code="WF103",
    summary="A value of the running process is used outside a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    holds_for=lambda engine: engine.varies("identity"),
)

_PHRASING = ValuePhrasing(
    changes="depends on the process that runs the {replay.one}",
    label="may differ each time",
    reads="the process is read here",
    help="use a stable value: the payload, a loop index",
    also={"Python": ", `hashlib` or `zlib.crc32` instead of `hash`"},
    is_fixable=False,
)


_ADDRESS_PHRASING = ValuePhrasing(
    changes="is its address in memory, which differs in each process",
    label="a different text each time",
    reads="it is put into text here",
    help="give its class a `__str__`, or use what names it",
    is_fixable=False,
    subject="The text of {what}",
    once="is made once in each process",
)


def check(handler: Handler, report: Report) -> None:
    """Report values of the process in replayed code."""
    report_changing_values(handler, report, EffectKind.IDENTITY, _severity, _phrasing)


def _severity(effect: Effect, sinks: SinkSummary) -> Level | None:
    """Return how bad a value is; an address does no harm where nothing but a person reads the text."""
    level = by_decision(effect, sinks)
    return None if effect.is_address and level is Level.INFO else level


def _phrasing(effect: Effect) -> ValuePhrasing:
    return _ADDRESS_PHRASING if effect.is_address else _PHRASING
