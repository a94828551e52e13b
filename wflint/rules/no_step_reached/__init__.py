"""# no-step-reached

## What it does

Finds handlers that can end without having run a step: because there is none, because all steps are in a loop over data that may be empty, or
because of an early return.

## Why it breaks on replay

The SDK first runs the handler dry, up to its first step. A handler that ends before that is answered with 400 "Failed to authenticate
Workflow request", and the run never starts. That is also the documented way to reject a caller, so a guarded early return is only an info.

## Example

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    for index, row in enumerate(context.request_payload["rows"]):
        await context.run(f"import-{index}", lambda: save(row))
```

```typescript
export const { POST } = serve<{ rows: string[] }>(async (context) => {
  for (const [index, row] of context.requestPayload.rows.entries()) {
    await context.run(`import-${index}`, () => save(row));
  }
});
```

## Use instead

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    rows = await context.run("get-rows", lambda: context.request_payload["rows"])
    for index, row in enumerate(rows):
        await context.run(f"import-{index}", lambda: save(row))
```

```typescript
export const { POST } = serve<{ rows: string[] }>(async (context) => {
  const rows = await context.run("get-rows", () => context.requestPayload.rows);
  for (const [index, row] of rows.entries()) {
    await context.run(`import-${index}`, () => save(row));
  }
});
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.raised_errors import exception_types
from wflint.rules.api import (
    Alternatives,
    Branch,
    Concurrent,
    Consequence,
    Data,
    Event,
    Exit,
    ExitKind,
    FromRequest,
    Handler,
    Headers,
    InlinedCall,
    Level,
    Loop,
    Payload,
    Raised,
    Report,
    Rule,
    Site,
    StepResult,
    TaintSource,
    TypeTest,
    UnawaitedHelper,
    always_raises,
    reachable_taint,
    runs_step,
    taint_sources,
    walk,
)
from wflint.rules.no_step_reached.emptiness import is_ruled_out, ruled_out

RULE = Rule(
    code="WF310",
    summary="The handler can end without running a step",
    level=Level.ERROR,
    also=(Level.WARNING, Level.INFO),
    include_helpers=False,
    about=lambda engine: (engine.consequences.no_step,),
)


def check(handler: Handler, report: Report, outcome: Consequence) -> None:
    """Report the ways through a handler on which no step runs."""
    if handler.has_wrong_color:
        return  # handler-kind-mismatch: nothing that it does means anything
    if not handler.is_complete:
        return  # steps may run where they cannot be followed
    if handler.recorded(UnawaitedHelper) or any(not step.consumed for step in handler.steps):
        return  # step-not-awaited says why none does
    if any(_ends_run(handler, raised) for raised in handler.raised) or always_raises(handler.events):
        return  # the engine takes that for a step, or the caller is told of the exception
    status, place = outcome.message, handler.variable or handler.site
    help_ = f"begin with a step: a run that reaches none is rejected with {status}"
    if not runs_step(handler.events):
        message = f"`{handler.name}` never runs a step, so every request to it is rejected with {status}"
        report.error(place, message).label("no step on any path").help(help_).without_replay()
        return
    for site in _early_returns(handler):
        message = f"Where this returns, no step has run, so the caller is answered with {status}"
        report.info(site, message).label("rejects the caller").help(help_)
    if _only_in_loops(handler.events, ruled_out(handler.events, handler.site.module.words.language)):
        where, label = "only in a loop: where there is nothing to go through", "no step if the loop is empty"
    elif _only_behind_flag(handler.events):
        where, label = "only under a condition: where it is false", "no step if the condition is false"
    else:
        return
    message = f"`{handler.name}` runs its steps {where}, the run is rejected with {status}"
    report.warning(place, message).label(label).help(help_).without_replay()


def _ends_run(handler: Handler, raised: Raised) -> bool:
    """Return whether an exception tells the engine what becomes of the run."""
    suspend = handler.profile.suspend
    names = (*suspend.names, *suspend.derived) if suspend is not None and suspend.derived else ()
    return raised.value.always(lambda ref: any(name in names for name in exception_types(handler, ref)))


def _early_returns(handler: Handler) -> Iterator[Site]:
    """Yield the places where the handler itself returns before any step, whatever replay changes."""
    for event in walk(handler.events, into_calls=False):
        if not isinstance(event, Exit) or event.kind is not ExitKind.RETURN:
            continue
        is_early = handler.order.is_before_steps(event)
        if is_early and not taint_sources(event.conditions):
            yield event.site


def _only_in_loops(events: list[Event], filled: frozenset[str]) -> bool:
    """Return whether all steps are in loops that may not run at all; `filled` is what certainly is not empty."""
    found = False
    for event in events:
        if not runs_step([event]):
            continue
        inside: list[Event] = []
        if isinstance(event, (Alternatives, InlinedCall, Concurrent)):
            inside = [each for block in event.children for each in block]
        may_be_empty = isinstance(event, Loop) and _goes_through_data(event, filled)
        if not may_be_empty and not _only_in_loops(inside, filled):
            return False
        found = True
    return found


def _goes_through_data(event: Loop, filled: frozenset[str]) -> bool:
    """Return whether a loop goes through something that the caller or a step decides, so that it may be empty."""
    taint = reachable_taint(event.over)
    data = any(isinstance(ref, (Payload, StepResult, Data)) for ref in event.over.alternatives)
    is_decided = data or any(isinstance(each, FromRequest) for each in taint)
    return not event.endless and is_decided and not is_ruled_out(event.over_node, filled)


def _only_behind_flag(events: list[Event]) -> bool:
    """Return whether all steps depend on a condition that neither the caller nor a source of change decides."""
    running = [event for event in events if runs_step([event])]
    if len(running) != 1 or not isinstance(running[0], Branch):
        return False
    branch = running[0]
    if branch.test.is_open and branch.test.alternatives:
        return False  # set here and there, by what is not known: maybe by the caller
    taint = reachable_taint(branch.test)
    asked = any(isinstance(each, (FromRequest, TaintSource)) for each in taint)
    known = any(isinstance(ref, (Payload, Headers, TypeTest)) for ref in branch.test.alternatives)
    return not asked and not known and not all(runs_step(arm) for arm in branch.arms)
