"""# heavy-work-outside-step

## What it does

Finds calls that are known to take long (data frames, images, documents, hashes of files) outside a step, and nested loops over large
constant ranges.

## Why it breaks on replay

The handler runs again from the top on every delivery, and does the work again: 2n+3 times in a run of n steps (2n+2 where a client starts
it), each of them paid for.

## Example

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    key = hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 500_000).hex()
    await context.run("store", lambda: store(key))
```

```typescript
export const { POST } = serve(async (context) => {
  const key = pbkdf2Sync("password", "salt", 500_000, 32, "sha256").toString("hex");
  await context.run("store", () => store(key));
});
```

## Use instead

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    key = await context.run(
        "derive-key", lambda: hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 500_000).hex()
    )
    await context.run("store", lambda: store(key))
```

```typescript
export const { POST } = serve(async (context) => {
  const key = await context.run("derive-key", () =>
    pbkdf2Sync("password", "salt", 500_000, 32, "sha256").toString("hex"),
  );
  await context.run("store", () => store(key));
});
```

## Fix safety

Wrapping the call in a step is *unsafe*: its result may not survive being stored, and storing it may cost more than making it again. It adds
a step, so runs in flight have to be drained as well, except with an engine that finds steps by name.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.side_effects import EffectPhrasing, report_repeated
from wflint.rules.api import EffectKind, FixClass, Handler, Level, Loop, Report, Rule, at_node, runs_step

RULE = Rule(
    code="WF208", summary="Heavy work is done outside a step", level=Level.INFO, fixes=(FixClass.UNSAFE,)
)

_MANY = 1_000_000
_PHRASING = EffectPhrasing(
    reads="does heavy work again",
    writes="does heavy work again",
    cause="the work is done here",
    is_fix_unsafe=True,
)


def check(handler: Handler, report: Report) -> None:
    """Report heavy calls and long loops in replayed code."""
    report_repeated(handler, report, EffectKind.HEAVY, lambda _, __: Level.INFO, _PHRASING)
    for event in handler.replayed if handler.is_repeated_by_steps else ():
        if isinstance(event, Loop) and not runs_step(event.body):
            inner = (each.variance.rounds or 0 for each in _inner(event))
            rounds = (event.variance.rounds or 0) * max(inner, default=0)
            if rounds >= _MANY:
                message = f"These nested loops run {rounds:,} rounds again {handler.profile.replay.every}"
                finding = report.info(at_node(event.variance.loop, event.over_node), message)
                finding.label("heavy work").help("do the work in a step, which runs once")


def _inner(event: Loop) -> Iterator[Loop]:
    """Yield the loops directly in a loop, and those in them."""
    for each in event.body:
        if isinstance(each, Loop):
            yield each
            yield from _inner(each)
