"""# late-binding-step

## What it does

Finds step functions that are made in one loop, kept in a list or dictionary, and run later: all of them see the variables of the first
loop as its last round left them. It is silent where the loop that runs them binds the same variables anew.

## Why it breaks on replay

A function looks its variables up when it runs, not when it is made. All steps run, under different names and with success, and all do
the work of the last item; nothing is done for the others.

## Example

```python
@serve.post("/albums")
async def album(context: AsyncWorkflowContext[dict]) -> None:
    pictures = await context.run("list-pictures", list_pictures)
    jobs = []
    for picture in pictures:
        jobs.append(lambda: resize(picture))
    for index, job in enumerate(jobs):
        await context.run(f"resize-{index}", job)
```

## Use instead

```python
@serve.post("/albums")
async def album(context: AsyncWorkflowContext[dict]) -> None:
    pictures = await context.run("list-pictures", list_pictures)
    jobs = []
    for picture in pictures:
        jobs.append(lambda picture=picture: resize(picture))
    for index, job in enumerate(jobs):
        await context.run(f"resize-{index}", job)
```

## Fix safety

Binding the variables by default arguments is safe: it does for the first time what the code plainly says.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.taint import Site
from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._late_binding import late_names
from wflint.rules._rule import Draft, FixDraft, Note, Rule, handler_note, keeps

RULE = Rule(code="WF507", summary="Steps made in a loop all see its last item", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find functions that run after the loop that they were made in."""
    told: set[object] = set()
    for step in handler.started:
        for closure in step.closures:
            function = closure.function
            names = late_names(closure, step, handler.facts) if function not in told else []
            if not names:
                continue
            told.add(function)
            spelled = " and ".join(f"`{name}`" for name in names)
            message = (
                f"This function runs after the loop that made it, so it sees {spelled} as the last round left "
                f"{'it' if len(names) == 1 else 'them'}: every step made here does the work of the last item"
            )
            bound = ", ".join(f"{name}={name}" for name in names)
            help_ = f"bind what it needs where it is made: `lambda {bound}: ...`, or `functools.partial`"
            if not function.is_lambda:
                help_ = f"bind what it needs where it is made: `def {function.name}({bound})`"
            site = Site(closure.module, function, function.outermost)
            yield Draft(
                Level.ERROR,
                message,
                site,
                f"looks {spelled} up when it runs",
                (handler_note(handler), Note(step.site, "runs it, after that loop has ended", Role.STEP)),
                help_,
                fix=_fix(site, names),
            )


def _fix(site: Site, names: list[str]) -> FixDraft:
    return keeps(
        "bind the variables when the function is made", lambda rewrite: rewrite.bind_as_default(site, names)
    )
