"""# heavy-work-outside-step

## What it does

Finds calls that are known to take long (data frames, images, documents, hashes of files) outside a step, and nested loops over large
constant ranges.

## Why it breaks on replay

The handler runs again from the top on every delivery, and does the work again: 2n+3 times in a run of n steps, each of them paid
for.

## Example

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    key = hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 500_000).hex()
    await context.run("store", lambda: store(key))
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

## Fix safety

Wrapping the call in a step is safe where its result is not used or known to survive JSON. It adds a step, so runs in flight
during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.analysis.model import Effect, Handler
from wflint.effects import Effect as Kind
from wflint.findings import Level
from wflint.rules._rule import Draft, Rule
from wflint.rules._side_effects import Wording, repeated

RULE = Rule(code="WF208", summary="Heavy work is done outside a step", level=Level.INFO)

_WORDING = Wording(
    reads="does heavy work again",
    writes="does heavy work again",
    cause="the work is done here",
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find heavy calls in replayed code."""
    yield from repeated(handler, Kind.HEAVY, _judge, _WORDING)


def _judge(_: Effect) -> Level:
    return Level.INFO
