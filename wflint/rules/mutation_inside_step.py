"""# mutation-inside-step

## What it does

Finds step functions that change a variable of the workflow around them: by `nonlocal`, `append`, `update`, an item or an
attribute. Appending a step's *result* outside the step is fine.

## Why it breaks on replay

A step's function runs once, in one delivery. In all later ones its recorded result is used and the function does not run, so
the change is missing: lists stay empty, counters stay zero. Not even the code after the step ever sees it.

It is an error where the variable is read later, an info where a function that the step calls changes its argument for its own use,
and otherwise a warning.

## Example

```python
@serve.post("/totals")
async def totals(context: AsyncWorkflowContext[dict]) -> None:
    total = 0

    def add() -> None:
        nonlocal total
        total += fetch_amount()

    await context.run("add", add)
    await context.run("store-total", lambda: store(total))
```

```typescript
export const { POST } = serve(async (context) => {
  let total = 0;

  await context.run("add", () => {
    total += fetchAmount();
  });
  await context.run("store-total", () => store(total));
});
```

## Use instead

```python
@serve.post("/totals")
async def totals(context: AsyncWorkflowContext[dict]) -> None:
    total = await context.run("fetch-amount", fetch_amount)
    await context.run("store-total", lambda: store(total))
```

```typescript
export const { POST } = serve(async (context) => {
  const total = await context.run("fetch-amount", () => fetchAmount());
  await context.run("store-total", () => store(total));
});
```

## Fix safety

Returning the value and assigning the step's result is safe for new runs. Runs in flight that are past the step have recorded no value, or
another one, and the handler would read that, so they have to be drained.
"""

from __future__ import annotations

from wflint.rules.api import (
    Consequence,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Mutation,
    Report,
    Rule,
    changes_result,
    ir,
    step_label,
    targets,
    walk_nodes,
)

RULE = Rule(
    code="WF503",
    summary="A step changes a variable of the workflow",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    about=lambda engine: (engine.consequences.changed,),
    fixes=(FixClass.DRAIN,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report changes that no later delivery sees."""
    for event, _ in handler.recorded(Mutation):
        level = outcome.level or _level(handler, event)
        if handler.profile.codec.arguments and (level < Level.ERROR or _is_taken(event)):
            continue  # the step changes its own copy, as it may
        variable, step = f"`{event.variable}`", step_label(event.step)
        message = outcome.said(is_sync=handler.is_sync, variable=variable, step=step)
        finding = report.add(level, event.site, message).label("this change is lost")
        finding.step(event.step.site, "runs once, then its result is replayed")
        finding.help(f"return the new value from the step, and set `{_target(event)}` from the step's result")
        finding.fix(_fix(handler, event) if not event.by_alias else None)


def _target(event: Mutation) -> str:
    """Return what to assign: of a method's own object, the attribute that the step changes."""
    is_receiver = event.variable in ("self", "this")
    return (
        f"{event.variable}.{event.member}"
        if is_receiver and isinstance(event.member, str)
        else event.variable
    )


def _level(handler: Handler, event: Mutation) -> Level:
    """Return an error where the variable is read later, an info where a function changes for its own use what it is given."""
    readers = handler.facts.readers(event.env, event.variable, event.member, event.reads_before)
    if readers - {event.step}:
        return Level.ERROR
    return Level.INFO if event.by_callee else Level.WARNING


def _is_taken(event: Mutation) -> bool:
    """Return whether the variable gets the step's result, of which the change is most likely a part."""
    body = event.step.caller.body.block if event.step.caller is not None else None
    for node in walk_nodes(body) if body is not None else ():
        if isinstance(node, ir.Assign) and node.value is not None:
            value = node.value.value if isinstance(node.value, ir.Await) else node.value
            names = {name for target in node.targets for name in targets(target)}
            if value is event.step.site.node and event.variable in names:
                return True
    return False


def _fix(handler: Handler, event: Mutation) -> FixDraft:
    return changes_result(
        "return the value and use the step's result",
        lambda rewrite: rewrite.return_from_step(event.step.site, event.site, handler.writer),
    )
