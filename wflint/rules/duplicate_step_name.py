"""# duplicate-step-name

## What it does

Finds two steps with the same constant name that can both run in one run, also across helpers. Steps in branches that
exclude each other may share a name.

## Why it breaks on replay

Steps are matched by position, and the name is the only check that the position is still right. Steps of one name disable it:
when a deploy reorders them, runs in flight take one step's result for the other's, run one of them twice and never run the
other, and end as if all had gone well. In the console, nobody can tell them apart.

## Example

```python
@serve.post("/onboarding")
async def onboarding(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-email", send_welcome)
    await context.sleep("wait", "1d")
    await context.run("send-email", send_tips)
```

## Use instead

```python
@serve.post("/onboarding")
async def onboarding(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("send-welcome", send_welcome)
    await context.sleep("wait", "1d")
    await context.run("send-tips", send_tips)
```

## Fix safety

A suffix makes the later name unique and is safe for new runs. It renames a step, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.step_names import apart, level_of_repeated
from wflint.rules.api import (
    Draft,
    FixDraft,
    Handler,
    Level,
    Note,
    Repeated,
    Role,
    Rule,
    StepCall,
    handler_note,
    name_site,
    renames,
)

RULE = Rule(
    code="WF401",
    summary="Two steps of one run have the same name",
    level=Level.WARNING,
    applies=lambda engine: engine.identity.repeated is not Repeated.HARMLESS,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find steps whose constant name an earlier step of the same run has."""
    earlier: dict[str, list[StepCall]] = {}
    told: set[object] = set()
    for step in handler.steps:
        name = step.constant_name
        if not name or step.parent is not None or step.name is None or step.name.value.taint:
            continue
        first = next((each for each in earlier.get(name, ()) if handler.can_follow(each, step)), None)
        earlier.setdefault(name, []).append(step)
        site = name_site(step)
        if first is not None and site not in told:
            told.add(site)
            yield _draft(handler, first, step, name)


def _draft(handler: Handler, first: StepCall, second: StepCall, name: str) -> Draft:
    notes = [handler_note(handler)]
    if first.site == second.site:
        # One call in a helper that is called twice: the two calls tell the story.
        notes += [Note(step.path[0], f'runs step "{name}"', Role.STEP) for step in (first, second)]
    else:
        notes.append(Note(name_site(first), "the first step of that name", Role.STEP))
    message = f'Step "{name}" has the name of an earlier step of the same run, so {apart(handler)}'
    return Draft(
        level_of_repeated(handler),
        message,
        name_site(second),
        "the same name again",
        tuple(notes),
        "give each step a name of its own, that says what it does",
        fix=_fix(handler, second, name) if first.site != second.site else None,
    )


def _fix(handler: Handler, step: StepCall, name: str) -> FixDraft:
    site = name_site(step)
    return renames(
        "number the name",
        lambda rewrite: rewrite.extend_name(site, handler.writer.free_name(name, site).removeprefix(name)),
    )
