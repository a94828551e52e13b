"""# step-after-caught-failure

## What it does

Finds an `except` around a step that catches the step's own failure and goes on to another step, or returns.

## Why it breaks on replay

A step that fails is not recorded. When the handler goes on to another step, that one is asked for in the failed one's place: an async handler
fails with "Running parallel steps is not yet available in workflow-py", again with each retry, and the fallback never runs; a sync handler submits the
fallback and dies with "Incompatible step name" in the next delivery. Returning instead ends the run as completed after a single attempt, so the
step is never retried.

Most engines record that a step has failed, so that a handler may go on. With them only the exceptions count that they do not record.

It is an error where a step follows, a warning where the handler returns early.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    try:
        await context.run("charge", charge)
    except ValueError:
        await context.run("send-refusal", send_refusal)
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def try_to_charge() -> dict:
        try:
            charge()
        except ValueError as error:
            return {"ok": False, "why": str(error)}
        return {"ok": True}

    charged = await context.run("charge", try_to_charge)
    if not charged["ok"]:
        await context.run("send-refusal", send_refusal)
```
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.domain.steps import StepCall
from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, Note, Rule, handler_note
from wflint.trace.events import Branch, Event, ExceptClause, Exit, ExitKind, TryBlock
from wflint.trace.exceptions import failure_handlers, names_any, swallower
from wflint.trace.walk import steps_run

RULE = Rule(
    code="WF308",
    summary="The handler goes on after a step has failed",
    level=Level.ERROR,
    applies=lambda engine: engine.consequences.caught is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find handlers of a step's own failure that go on."""
    suspend = handler.profile.suspend
    if suspend is None or handler.profile.consequences.caught is None:
        return
    told: set[object] = set()
    for event in handler.replayed:
        if not isinstance(event, TryBlock) or swallower(event, suspend) is not None:
            continue
        failing = next(steps_run(event.body), None)
        for handled in failure_handlers(event, suspend) if failing is not None else ():
            draft = _judge(handler, handled, failing) if failing is not None else None
            if draft is not None and handled.site not in told:
                told.add(handled.site)
                yield draft


def _judge(handler: Handler, handled: ExceptClause, failing: StepCall) -> Draft | None:
    unrecorded = handler.profile.unrecorded
    if unrecorded and not (handled.type is not None and names_any(handled.type, unrecorded)):
        return None
    outcomes, follower = handler.profile.consequences, handler.next_step(handled)
    outcome = outcomes.caught if follower is not None else outcomes.ended if _returns(handled.body) else None
    if outcome is None:
        return None
    after = handler.label(follower) if follower is not None else ""
    message = outcome.said(is_sync=handler.is_sync, step=handler.label(failing), next=after)
    return _draft(handler, handled, outcome.level or Level.ERROR, message, failing)


def _returns(events: list[Event]) -> bool:
    for event in events:
        if isinstance(event, Exit):
            return event.kind is ExitKind.RETURN
        if isinstance(event, Branch) and any(_returns(arm) for arm in event.arms):
            return True
    return False


def _draft(handler: Handler, handled: ExceptClause, level: Level, message: str, failing: StepCall) -> Draft:
    notes = (handler_note(handler), Note(failing.site, "the step that may fail", Role.STEP))
    help_ = 'catch the error inside the step\'s function and return it as data: `return {"ok": False, "why": str(error)}`'
    return Draft(level, message, handled.site, "goes on after the failure", notes, help_)
