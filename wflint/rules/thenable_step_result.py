"""# thenable-step-result

## What it does

Finds step functions that are not async and return a query of Prisma, Drizzle, Knex, Mongoose, Supabase or Neon, or another object that has a
`then` and is not a `Promise`.

In Python, this has no counterpart: a coroutine that nobody awaits is found by other rules.

## Why it breaks on replay

Such a query is sent when somebody awaits it. The SDK awaits only promises, so the query is never sent: the step is recorded with part of the
query builder as its result and the run goes on, or it fails with "TypeError: Converting circular structure to JSON". An async function awaits
what it returns, whatever it is.

## Example

```typescript
const prisma = new PrismaClient();

export const { POST } = serve<{ email: string }>(async (context) => {
  const { email } = await context.run("get-payload", () => context.requestPayload);
  await context.run("create-user", () => prisma.user.create({ data: { email } }));
});
```

## Use instead

```typescript
const prisma = new PrismaClient();

export const { POST } = serve<{ email: string }>(async (context) => {
  const { email } = await context.run("get-payload", () => context.requestPayload);
  await context.run("create-user", async () => prisma.user.create({ data: { email } }));
});
```

## Fix safety

Making the function async is safe: the query runs for the first time, as the code plainly says.
"""

from __future__ import annotations

from wflint.rules.api import (
    Consequence,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    Returned,
    Rule,
    StepCall,
    argument_site,
    called,
    ir,
    keeps,
    name_site,
    returned_by,
    step_label,
)

RULE = Rule(
    code="WF509",
    summary="A step returns a query that is never awaited",
    level=Level.ERROR,
    about=lambda engine: (engine.consequences.thenable,),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report what step functions return that the engine should have awaited."""
    for step in handler.steps:
        for returned in step.returned if step.returns_thenable else ():
            if returned.node is None:
                continue
            message = outcome.said(is_sync=handler.is_sync, step=step_label(step), what=_what(returned))
            finding = report.error(returned.site, message).label("never awaited")
            finding.step(name_site(step), "takes what its function returns")
            for inner in returned_by(handler, returned):
                finding.cause(inner.site, "it comes from here")
            finding.help("make the function async, which awaits what it returns").fix(_fix(step))


def _what(returned: Returned) -> str:
    """Return how the code spells what it returns."""
    code = called(returned.node) if isinstance(returned.node, ir.Call) else ""
    return f"`{code}`" if code and not code.startswith("...") else "something with a method `then`"


def _fix(step: StepCall) -> FixDraft | None:
    """Make the function async, where it is written in the call."""
    function = step.function
    if function is None or not isinstance(function.node, ir.Lambda):
        return None
    site = argument_site(step, function)
    return keeps(
        "make the function async", lambda rewrite: rewrite.change_color(site, (), None, "", is_async=True)
    )
