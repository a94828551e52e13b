"""# filesystem-outside-step

## What it does

Finds files and folders that are read or changed outside a step: `open`, `pathlib`, `os`, `shutil`, `tempfile`, in the handler or in
any function that it calls.

## Why it breaks on replay

The handler runs again from the top on every delivery, often on another machine with other files: what one delivery wrote, the next
may not find, and what it finds may differ.

It is a warning; an error for a change before the first step.

## Example

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    template = open("template.html").read()
    await context.run("render", lambda: render(template))
```

## Use instead

```python
@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    template = await context.run("read-template", lambda: open("template.html").read())
    await context.run("render", lambda: render(template))
```

## Fix safety

Wrapping the call in a step is safe where its result is not used or known to survive JSON. It adds a step, so runs in flight
during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.side_effects import Wording, repeated
from wflint.rules.api import Access, Draft, Effect, EffectKind, Handler, Level, Rule

RULE = Rule(code="WF203", summary="Files are read or written outside a step", level=Level.ERROR)

_WORDING = Wording(
    reads="reads files again",
    writes="changes files again",
    cause="the file is used here",
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find file access in replayed code."""
    yield from repeated(handler, EffectKind.FILESYSTEM, _judge, _WORDING)


def _judge(effect: Effect) -> Level:
    return Level.ERROR if effect.prelude and effect.call.access is Access.WRITE else Level.WARNING
