"""# step-after-caught-failure

## What it does

Finds an `except` (`catch` in TypeScript) around a step that catches the step's own failure and goes on to another step, or returns.

## Why it breaks on replay

A step that fails is not recorded. When the handler goes on to another step, that one is requested in the failed one's place: an async handler fails with
"Running parallel steps is not yet available in workflow-py", and again on every retry, and the fallback never runs; a sync handler submits the fallback and
dies with "Incompatible step name" in the next delivery. In TypeScript, the next step fails with "A step can not be run inside another step", or the run
stalls for ever, whichever way the step fails. Returning instead ends the run as completed after a single attempt, so the step is never retried.

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

```typescript
export const { POST } = serve(async (context) => {
  try {
    await context.run("charge", () => charge());
  } catch (error) {
    if (error instanceof WorkflowAbort) throw error;
    await context.run("send-refusal", () => sendRefusal());
  }
});
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

```typescript
export const { POST } = serve(async (context) => {
  const charged = await context.run("charge", () => {
    try {
      charge();
      return { ok: true };
    } catch (error) {
      return { ok: false, why: String(error) };
    }
  });
  if (!charged.ok) {
    await context.run("send-refusal", () => sendRefusal());
  }
});
```
"""

from __future__ import annotations

from wflint.rules._families.swallowing import swallowing_clause
from wflint.rules.api import (
    Branch,
    Consequence,
    Event,
    ExceptClause,
    Exit,
    ExitKind,
    Handler,
    Level,
    Report,
    Rule,
    StepCall,
    Suspend,
    TryBlock,
    failure_clauses,
    names_any,
    step_label,
    steps_run,
)

RULE = Rule(
    code="WF308",
    summary="The handler goes on after a step has failed",
    level=Level.ERROR,
    also=(Level.WARNING,),
    about=lambda engine: (engine.suspend, engine.consequences.caught),
)


def check(handler: Handler, report: Report, suspend: Suspend, caught: Consequence) -> None:
    """Report `except` clauses that catch a step's own failure and go on."""
    for event in handler.replayed:
        if not isinstance(event, TryBlock) or swallowing_clause(handler, event, suspend) is not None:
            continue
        failing = next(steps_run(event.body), None)
        if failing is None:
            continue
        for clause in failure_clauses(event, suspend):
            if _is_unrecorded(handler, clause):
                _report(handler, report, clause, failing, caught)


def _report(
    handler: Handler, report: Report, clause: ExceptClause, failing: StepCall, caught: Consequence
) -> None:
    """Report a clause after which another step runs, or the run ends."""
    follower = handler.order.next_step(clause)
    ended = handler.profile.consequences.ended if _returns(clause.body) else None
    outcome = caught if follower is not None else ended
    if outcome is None:
        return
    after = step_label(follower) if follower is not None else ""
    message = outcome.said(is_sync=handler.is_sync, step=step_label(failing), next=after)
    finding = report.add(outcome.level or Level.ERROR, clause.site, message)
    finding.label("goes on after the failure").step(failing.site, "the step that may fail")
    finding.help(
        f"catch the error inside the step's function and return it as data: `{handler.words.error_as_data}`"
    )


def _is_unrecorded(handler: Handler, clause: ExceptClause) -> bool:
    """Return whether a clause catches a failure that the engine does not record."""
    unrecorded = handler.profile.unrecorded
    return not unrecorded or (clause.type is not None and names_any(clause.type, unrecorded))


def _returns(events: list[Event]) -> bool:
    """Return whether events may return from the function."""
    for event in events:
        if isinstance(event, Exit):
            return event.kind is ExitKind.RETURN
        if isinstance(event, Branch) and any(map(_returns, event.arms)):
            return True
    return False
