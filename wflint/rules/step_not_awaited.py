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

from collections.abc import Iterator

from wflint.rules.api import (
    Draft,
    FixDraft,
    Handler,
    InFlight,
    Level,
    Note,
    Role,
    Rule,
    Site,
    StepCall,
    UnawaitedHelper,
    called,
    handler_note,
)

RULE = Rule(code="WF302", summary="A step's coroutine is never awaited", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find coroutines of steps, and of helpers that run steps, that nobody awaits."""
    if handler.has_wrong_color:
        return  # handler-kind-mismatch: it cannot await anything, or nobody awaits it
    for step in handler.started:
        if step.is_async and step.parent is None and not step.consumed:
            yield _draft(handler, step)
    for event, _ in handler.recorded(UnawaitedHelper):
        yield Draft(
            Level.ERROR,
            f"`{called(event.site.node)}` is never awaited, so none of the steps in `{event.function.name}` runs",
            event.site,
            "only makes a coroutine",
            (handler_note(handler), Note(event.at, "which would run steps", Role.CAUSE)),
            "put `await` before it",
            fix=_fix(event.site),
        )


def _draft(handler: Handler, step: StepCall) -> Draft:
    message = f"{handler.label(step)} is never awaited, so it never runs, and the run goes on without it"
    help_ = f"put `await` before it: `await {called(step.site.node)[:-2]}(...)`"
    story = (handler_note(handler),)
    return Draft(Level.ERROR, message, step.site, "only makes a coroutine", story, help_, fix=_fix(step.site))


def _fix(site: Site) -> FixDraft:
    return FixDraft("await it", InFlight.BREAKS, lambda rewrite: rewrite.await_it(site), reveals=True)
