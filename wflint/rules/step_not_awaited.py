"""# step-not-awaited

## What it does

Finds a step of an async handler whose coroutine is never awaited. That includes `return context.run(...)` from a
handler, and calls of workflow helpers that are not awaited.

## Why it breaks on replay

Nothing runs before it is awaited. The step is skipped, the run goes on and ends as if it had succeeded; only a
`RuntimeWarning: coroutine ... was never awaited` hints at it. Where it was the only step, the run does not even start.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
    context.run("send-receipt", send_receipt)
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
    await context.run("send-receipt", send_receipt)
```

## Fix safety

Awaiting the step is safe: it then does what the code says. It adds a step, so runs in flight during the deploy may fail.
"""

from __future__ import annotations

from wflint.rules.api import (
    FixDraft,
    Handler,
    Level,
    Report,
    Rule,
    Site,
    StepCall,
    UnawaitedHelper,
    breaks,
    called,
    step_label,
)

RULE = Rule(code="WF302", summary="A step's coroutine is never awaited", level=Level.ERROR)


def check(handler: Handler, report: Report) -> None:
    """Report coroutines of steps, and of helpers that run steps, that nobody awaits."""
    if handler.has_wrong_color:
        return  # handler-kind-mismatch: it cannot await anything, or nobody awaits it
    for step in handler.started:
        if step.is_async and step.parent is None and not step.is_consumed:
            message = f"{step_label(step)} is never awaited{_consequence(step)}"
            finding = report.error(step.site, message).label("only makes a coroutine")
            finding.help(f"put `await` before it: `await {called(step.site.node)[:-2]}(...)`")
            finding.fix(_fix(step.site))
    for event, _ in handler.recorded(UnawaitedHelper):
        call, name = called(event.site.node), event.function.name
        message = f"`{call}` is never awaited, so none of the steps in `{name}` runs"
        finding = report.error(event.site, message).label("only makes a coroutine")
        finding.cause(event.at, "which would run steps")
        finding.help("put `await` before it").fix(None if event.in_wrapper else _fix(event.site))


def _consequence(step: StepCall) -> str:
    """Return what comes of a step that nobody awaits, as the end of a sentence."""
    if step.method.unawaited:
        return f": {step.method.unawaited}"
    return ", so it never runs, and the run goes on without it"


def _fix(site: Site) -> FixDraft:
    return breaks("await it", lambda rewrite: rewrite.await_it(site)).revealing()
