"""# no-step-reached

## What it does

Finds handlers that can end without having run a step: because there is none, because all steps stand in a loop over data that may be empty, or
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

## Use instead

```python
@serve.post("/import")
async def import_rows(context: AsyncWorkflowContext[dict]) -> None:
    rows = await context.run("get-rows", lambda: context.request_payload["rows"])
    for index, row in enumerate(rows):
        await context.run(f"import-{index}", lambda: save(row))
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.lattice import reachable_taint
from wflint.domain.taint import FromRequest, TaintSource, taint_sources
from wflint.domain.values import Data, Headers, Payload, StepResult, TypeTest
from wflint.findings import Level
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Rule, handler_note
from wflint.trace.events import Branch, Event, Exit, ExitKind, InlinedCall, Loop
from wflint.trace.walk import runs_step

RULE = Rule(
    code="WF310",
    summary="The handler can end without running a step",
    level=Level.ERROR,
    whoever_calls=False,
    applies=lambda engine: engine.consequences.no_step is not None,
)


def _help(status: str) -> str:
    return f"begin with a step: a run that reaches none is rejected with {status}"


def check(handler: Handler) -> Iterator[Draft]:
    """Find the ways through a handler on which no step runs."""
    outcome = handler.profile.consequences.no_step
    if outcome is None or handler.has_wrong_color:
        return  # handler-kind-mismatch: nothing that it does means anything
    if handler.facts.escaped or any(not step.consumed for step in handler.steps):
        return  # steps may run where they cannot be followed, or step-not-awaited says why none does
    status, help_ = outcome.message, _help(outcome.message)
    if not runs_step(handler.events):
        message = f"`{handler.name}` never runs a step, so every request to it is rejected with {status}"
        yield Draft(Level.ERROR, message, handler.site, "no step on any path", (), help_)
        return
    yield from _early_returns(handler, status)
    if _only_in_loops(handler.events):
        message = f"`{handler.name}` runs its steps only in a loop: where there is nothing to go through, the run is rejected with {status}"
        yield Draft(Level.WARNING, message, handler.site, "no step if the loop is empty", (), help_)
    elif _only_behind_flag(handler.events):
        message = f"`{handler.name}` runs its steps only under a condition: where it is false, the run is rejected with {status}"
        yield Draft(Level.WARNING, message, handler.site, "no step if the condition is false", (), help_)


def _early_returns(handler: Handler, status: str) -> Iterator[Draft]:
    for event in handler.events_of_body():
        if not isinstance(event, Exit) or event.kind is not ExitKind.RETURN:
            continue
        if any(taint_sources(event.conditions)) or not handler.behind_steps.isdisjoint(
            handler.graph.of(event)
        ):
            continue
        message = f"Where this returns, no step has run, so the caller is answered with {status}"
        story = (handler_note(handler),)
        yield Draft(Level.INFO, message, event.site, "rejects the caller", story, _help(status))


def _only_in_loops(events: list[Event]) -> bool:
    """Whether all steps stand in loops that may not run at all."""
    found = False
    for event in events:
        if not runs_step([event]):
            continue
        inside = event.body if isinstance(event, InlinedCall) else []
        if not _only_in_loops(inside) and not (isinstance(event, Loop) and _goes_through_data(event)):
            return False
        found = True
    return found


def _only_behind_flag(events: list[Event]) -> bool:
    """Whether all steps stand behind a condition that neither the caller nor a source of change decides."""
    running = [event for event in events if runs_step([event])]
    if len(running) != 1 or not isinstance(running[0], Branch):
        return False
    branch = running[0]
    taint = reachable_taint(branch.test)
    asked = any(isinstance(each, (FromRequest, TaintSource)) for each in taint)
    known = any(isinstance(ref, (Payload, Headers, TypeTest)) for ref in branch.test.alternatives)
    return not asked and not known and not all(runs_step(arm) for arm in branch.arms)


def _goes_through_data(event: Loop) -> bool:
    """Whether a loop goes through something that the caller or a step decides, so that it may be empty."""
    taint = reachable_taint(event.over)
    data = any(isinstance(ref, (Payload, StepResult, Data)) for ref in event.over.alternatives)
    return not event.endless and (data or any(isinstance(each, FromRequest) for each in taint))
