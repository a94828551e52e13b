"""# loop-invariant-step-name

## What it does

Finds steps in a loop whose name does not change with the loop: in `for`, `while` and comprehensions, also where the step
is in a helper that the loop calls. Of nested loops, each one must be part of the name. A loop that is left right after the
step is fine.

## Why it breaks on replay

Steps are matched by position, and the name is the only check that the position is still right. When the rounds of a loop share
one name and their order or number changes (by a deploy, or because the items come in another order), a round gets the
recorded result of another one, and the run goes on with wrong data.

## Example

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    for row in context.request_payload["rows"]:
        await context.run("import-row", lambda: save(row))
    await context.run("publish", publish)
```

## Use instead

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    for index, row in enumerate(context.request_payload["rows"]):
        await context.run(f"import-row-{index}", lambda: save(row))
    await context.run("publish", publish)
```

## Fix safety

The loop's index makes the name unique and is safe for new runs. It renames steps, so runs in flight during the deploy fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.step_names import apart, level_of_repeated
from wflint.rules.api import (
    UNTAINTED,
    Draft,
    Handler,
    Level,
    LoopVariance,
    Note,
    Repeated,
    Role,
    Rule,
    StepCall,
    handler_note,
    name_site,
    renames,
    taint_sources,
)

RULE = Rule(
    code="WF402",
    summary="A step in a loop has the same name in each round",
    level=Level.WARNING,
    applies=lambda engine: engine.identity.repeated is not Repeated.HARMLESS,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find steps in loops whose name lacks the mark of one of the loops around it."""
    told: set[object] = set()
    for step in handler.steps:
        if step.name is None or step.parent is not None or not step.loops:
            continue
        site = name_site(step)
        missing = _missing(step)
        if missing and site not in told and handler.can_follow(step, step):
            told.add(site)
            yield _draft(handler, step, missing)


def _missing(step: StepCall) -> list[LoopVariance]:
    """The loops that are no part of the name, outermost first; none for names that change for another reason."""
    taint = step.name.value.taint if step.name else UNTAINTED
    if any(taint_sources(taint)):
        return []
    return [loop for loop in step.loops if loop not in taint]


def _draft(handler: Handler, step: StepCall, missing: list[LoopVariance]) -> Draft:
    loop = missing[-1]
    name = step.constant_name
    what = f'"{name}"' if name is not None else "the same"
    message = f"Each round of the loop runs a step named {what}, so {apart(handler, 'the rounds')}"
    notes = (
        handler_note(handler),
        Note(loop.loop, "the name does not change with this loop", Role.NOTE),
    )
    stem = name if name is not None else "..."
    help_ = f'make the loop\'s index part of the name, with `enumerate`: `f"{stem}-{{index}}"`'
    site = name_site(step)
    fix = renames(
        "make the index part of the name",
        lambda rewrite: rewrite.number(site, [each.loop for each in missing]),
    )
    return Draft(level_of_repeated(handler), message, site, "the same in each round", notes, help_, fix=fix)
