"""# missing-context-method

## What it does

Finds attributes of the context that the installed SDK does not have: methods of the SDKs for other languages
(`wait_for_event`, `notify`, `invoke`, `cancel`), camelCase spellings and typing mistakes.

## Why it breaks on replay

The handler fails with `AttributeError` where it uses the attribute, in every delivery and every retry, after the steps before have
done their work.

## Example

```python
@serve.post("/approval")
async def approval(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ask", ask)
    await context.sleepUntil("wait", "2030-01-01T00:00:00+00:00")
```

## Use instead

```python
@serve.post("/approval")
async def approval(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("ask", ask)
    await context.sleep_until("wait", "2030-01-01T00:00:00+00:00")
```

## Fix safety

Correcting a camelCase spelling is safe: a run could never get past this point.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import replace

from wflint.rules.api import Draft, Handler, Level, MissingMember, Rule, handler_note, keeps

RULE = Rule(code="WF605", summary="The context has no such attribute", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find attributes of the context that the profile does not know."""
    told: set[object] = set()
    for event, _ in handler.recorded(MissingMember):
        if event.site not in told:
            told.add(event.site)
            yield _draft(handler, event)


def _draft(handler: Handler, event: MissingMember) -> Draft:
    profile = event.context.profile
    members = sorted(profile.context_members(event.context.path))
    snake = re.sub(r"(?<=[a-z0-9])([A-Z])", r"_\1", event.attr).lower()
    close = [snake] if snake in members else difflib.get_close_matches(snake, members, n=1)
    full = event.context.within(snake)
    if full in profile.absent:
        help_ = profile.absent[full]
    elif close:
        help_ = f"did you mean `{close[0]}`?"
    else:
        what = f"`{event.context.path}`" if event.context.path else "the context"
        help_ = f"{what} has {', '.join(f'`{name}`' for name in members)}"
    message = f"The context of {profile.engine.title} for Python has no `{event.attr}`: the handler fails with `AttributeError`"
    fix = None
    if snake in members:
        fix = replace(
            keeps(f"write `{snake}`", lambda rewrite: rewrite.rename_attribute(event.site, snake)),
            reveals=True,
        )
    return Draft(
        Level.ERROR, message, event.site, "no such attribute", (handler_note(handler),), help_, fix=fix
    )
