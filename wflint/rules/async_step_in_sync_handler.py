"""# async-step-in-sync-handler

## What it does

Finds step functions of a sync context that return a coroutine: an `async def`, or a function or lambda that calls
one.

In TypeScript, this has no counterpart: the context is async, and awaits what a step function returns.

## Why it breaks on replay

A sync context does not await. The function's body never runs; what it returns is a coroutine, so the step fails
with "TypeError: Object of type coroutine is not JSON serializable" at each attempt, and the run fails.

## Example

```python
@serve.route("/orders")
def orders(context: WorkflowContext[dict]) -> None:
    async def charge() -> str:
        return "charged"

    context.run("charge", charge)
```

## Use instead

```python
@serve.route("/orders")
def orders(context: WorkflowContext[dict]) -> None:
    async def charge() -> str:
        return "charged"

    context.run("charge", lambda: asyncio.run(charge()))
```

## Fix safety

`asyncio.run` does for the first time what the code says. Runs in flight could never get past this point.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Actual,
    Awaited,
    Closure,
    EffectCall,
    Event,
    FixClass,
    FixDraft,
    Handler,
    InlinedCall,
    Level,
    Note,
    Ref,
    Report,
    Role,
    Rule,
    Site,
    StepCall,
    argument_site,
    callee,
    definition_site,
    keeps,
    step_label,
)

RULE = Rule(
    code="WF306",
    summary="A sync handler is given an async step function",
    level=Level.ERROR,
    holds_for=lambda engine: bool(engine.codec.coroutine),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report step functions whose coroutine nobody awaits."""
    if handler.has_wrong_color:
        return
    for step in handler.steps:
        actual = step.function
        if actual is None or actual.node is None or _is_awaited(step, actual):
            continue
        if not (step.returns_coroutine or _gives_awaitable(step)):
            continue
        happens = step.context.profile.codec.coroutine
        message = f"The function of {step_label(step)} returns a coroutine that is never awaited: {happens}"
        site = argument_site(step, actual)
        finding = report.error(site, message).label("never awaited").notes(_definition(actual.value.only))
        finding.help("run it to its end with `asyncio.run`").fix(_fix(site))


def _is_awaited(step: StepCall, function: Actual) -> bool:
    """Return whether the SDK awaits the coroutine that a step's function gives."""
    if step.context.profile.codec.awaited is Awaited.IN_ASYNC_HANDLERS:
        return step.is_async
    known = [callee(ref) for ref in function.value.alternatives]
    return any(closure is None or closure.function.is_async for closure in known)


def _gives_awaitable(step: StepCall) -> bool:
    """Return whether the function returns what an external async function gives."""
    nodes = {returned.node for returned in step.returned}
    return any(event.row.awaitable and event.site.node in nodes for event in _own_calls(step.body))


def _own_calls(events: list[Event]) -> Iterator[EffectCall]:
    """Yield the calls with an effect that happen whatever the function is given."""
    for event in events:
        if isinstance(event, EffectCall):
            yield event
        elif isinstance(event, InlinedCall):
            yield from _own_calls(event.body)


def _definition(function: Ref | None) -> Iterator[Note]:
    """Yield a note at the definition of an async function."""
    if isinstance(function, Closure) and function.function.is_async:
        yield Note(definition_site(function), f"`{function.function.name}` is async", Role.CAUSE)


def _fix(site: Site) -> FixDraft:
    return keeps("run it to its end", lambda rewrite: rewrite.wrap_in_asyncio_run(site))
