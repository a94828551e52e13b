"""# nested-step

## What it does

Finds a step that is started inside the function of another step, directly or through helpers.

## Why it breaks on replay

In an async handler the inner step fails with "Running parallel steps is not yet available in workflow-py", in TypeScript with "A step can not be
run inside another step"; what the outer function did before runs again with every retry. In a sync handler, and in TypeScript where the outer
function has awaited something before, the inner step is recorded in the outer one's place, and the next delivery dies with "Incompatible step
name": a debit may have happened, its credit never does.

## Example

```python
@serve.post("/transfer")
async def transfer(context: AsyncWorkflowContext[dict]) -> None:
    async def move() -> None:
        debit()
        await context.run("credit", credit)

    await context.run("debit", move)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("debit", async () => {
    debit();
    await context.run("credit", () => credit());
  });
});
```

## Use instead

```python
@serve.post("/transfer")
async def transfer(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("debit", debit)
    await context.run("credit", credit)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("debit", () => debit());
  await context.run("credit", () => credit());
});
```

## Fix safety

Moving the inner step out, before or after the outer one, is safe where it is the first or last thing that the outer function does. Runs in
flight could never get past this point, so they go on. Where the call that leads to the inner step does something beside it, this needs a
step of its own, before whose deploy runs in flight have to be drained. Where the inner step needs what the outer function has made, it is the outer step's
result: this is unsafe unless that is known to survive JSON.
"""

from __future__ import annotations

from wflint.rules.api import (
    Consequence,
    EffectKind,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Path,
    Report,
    Rule,
    StepCall,
    breaks,
    keeps,
    step_label,
)

RULE = Rule(
    code="WF301",
    summary="A step is started inside a step",
    level=Level.ERROR,
    about=lambda engine: (engine.consequences.nested,),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)

_HELP = "run the steps one after the other in the handler, and pass the first one's result to the second"


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report steps whose call is inside the function of another step."""
    for step in handler.steps:
        if step.parent is None:
            continue
        chain, outer = _chain(step, step.parent), step_label(step.parent)
        message = outcome.said(is_sync=not step.is_async, inner=step_label(step), outer=outer)
        finding = report.add(outcome.level or Level.ERROR, chain[0], message)
        finding.label("starts a step inside a step")
        finding.step(step.parent.site, f"{outer} is recorded as a whole").chain(chain, "the inner step")
        finding.help(outcome.help or _HELP).fix(_fix(handler, step, step.parent, chain))


def _chain(step: StepCall, parent: StepCall) -> Path:
    """Return the calls from inside the outer step's function down to the inner step."""
    inside = step.path[len(parent.caller_path) :]
    function = parent.function.node if parent.function else None
    # The outer step's function is called where it is handed over; what it does begins after that.
    return inside[1:] if len(inside) > 1 and inside[0].node is function else inside


def _fix(handler: Handler, inner: StepCall, outer: StepCall, chain: Path) -> FixDraft:
    # What a helper does beside its steps needs steps of its own then.
    ask = breaks if _does_more(handler, inner, outer, len(inner.path) - len(chain)) else keeps
    return ask(
        "run it outside of the other step",
        lambda rewrite: rewrite.unnest(outer.site, chain[0], handler.writer),
    ).uncovering()


def _does_more(handler: Handler, inner: StepCall, outer: StepCall, depth: int) -> bool:
    """Return whether the call that leads to the inner step, `depth` calls down, also does what replay must not repeat."""
    way = inner.path[: depth + 1]
    return any(
        effect.call.step is outer
        and len(effect.call.path) > len(way)
        and effect.call.path[: len(way)] == way
        and effect.call.row.effect is not EffectKind.OUTPUT
        for effect in handler.effects
    )
