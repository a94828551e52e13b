"""# late-binding-step

## What it does

Finds step functions that are made in one loop, kept in a list or dictionary, and run later: all of them see the variables of the first
loop as its last round left them. It is silent where the loop that runs them binds the same variables again. In TypeScript, that goes for `var`
and for variables from outside the loop: `let` and `const` are new ones in each round.

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

```typescript
export const { POST } = serve(async (context) => {
  const pictures = await context.run("list-pictures", () => listPictures());
  const jobs = [];
  for (var picture of pictures) {
    jobs.push(() => resize(picture));
  }
  for (const [index, job] of jobs.entries()) {
    await context.run(`resize-${index}`, job);
  }
});
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

```typescript
export const { POST } = serve(async (context) => {
  const pictures = await context.run("list-pictures", () => listPictures());
  const jobs = [];
  for (const picture of pictures) {
    jobs.push(() => resize(picture));
  }
  for (const [index, job] of jobs.entries()) {
    await context.run(`resize-${index}`, job);
  }
});
```

## Fix safety

Binding the variables, by default arguments in Python and by `let` in TypeScript, is safe: it does for the first time what the code
plainly says.
"""

from __future__ import annotations

from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    Rule,
    Site,
    definition_site,
    ir,
    keeps,
)
from wflint.rules.late_binding_step.rebound_names import rebound_names

RULE = Rule(
    code="WF507",
    summary="Steps made in a loop all see its last item",
    level=Level.ERROR,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report functions that run after the loop that they were made in."""
    for step in handler.started:
        for closure in step.closures:
            names = rebound_names(handler, closure, step)
            if not names:
                continue
            site, spelling = definition_site(closure), " and ".join(f"`{name}`" for name in names)
            message = (
                f"This function runs after the loop that made it, so it sees {spelling} as the last round left "
                f"{'it' if len(names) == 1 else 'them'}: every step made here does the work of the last item"
            )
            finding = report.error(site, message).label(f"looks {spelling} up when it runs")
            finding.step(step.site, "runs it, after that loop has ended")
            finding.help(_help(site, closure.function, names)).fix(_fix(site, names))


def _help(site: Site, function: ir.Function, names: list[str]) -> str:
    own = site.module.words.own_variable
    if own:
        return own.format(" and ".join(f"`{name}`" for name in names))
    bound = ", ".join(f"{name}={name}" for name in names)
    if function.is_lambda:
        return f"bind what it needs where it is made, with `lambda {bound}:` or `functools.partial`"
    return f"bind what it needs where it is made: `def {function.name}({bound}):`"


def _fix(site: Site, names: list[str]) -> FixDraft:
    return keeps(
        "bind the variables when the function is made", lambda rewrite: rewrite.bind_as_default(site, names)
    )
