"""# abort-swallowed

## What it does

Finds code that catches the exception by which the SDK ends a pass (`WorkflowAbort`, an ordinary `Exception`) and does not raise it again:
a broad `except` around a step, `contextlib.suppress(Exception)`, a decorator that retries whatever its function raises, and `return`, `break` or
`continue` in a `finally`.

## Why it breaks on replay

After each step the SDK raises that exception to end the delivery. Where it is swallowed, the handler goes on as if the step had failed. Around
the first step, the run never starts ("Failed to authenticate Workflow request"). Later, the next step fails with "Running parallel steps is not yet
available in workflow-py" and the swallowed one is executed again with each retry; in a sync handler, the next step runs on the fallback value. At the
end of the handler, the run is ended while the step is still on its way.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("reserve", reserve)
    try:
        await context.run("charge", charge)
    except Exception:
        logging.exception("no charge")
    await context.run("ship", ship)
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def try_to_charge() -> dict:
        try:
            charge()
        except Exception as error:
            return {"ok": False, "why": str(error)}
        return {"ok": True}

    await context.run("reserve", reserve)
    await context.run("charge", try_to_charge)
    await context.run("ship", ship)
```

## Fix safety

Raising the exception again before the broad `except` is safe where no step follows; else the `try` has to move into the step.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from wflint.domain.steps import StepCall
from wflint.domain.taint import Site
from wflint.engines.replay import Consequence, Suspend
from wflint.findings import Level, Role
from wflint.model.handler import Handler
from wflint.rules._rule import Draft, FixDraft, Note, Rule, handler_note, keeps
from wflint.trace.events import Event, InlinedCall, TryBlock, WithBlock
from wflint.trace.exceptions import leaving_finally, retrying_decorator, suppresses, suspends, swallower
from wflint.trace.walk import steps_run

RULE = Rule(
    code="WF307",
    summary="The exception that ends a pass is swallowed",
    level=Level.ERROR,
    applies=lambda engine: engine.suspend is not None and engine.consequences.swallowed is not None,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find what catches the suspending exception around a step."""
    suspend, outcome = handler.profile.suspend, handler.profile.consequences.swallowed
    if suspend is None or outcome is None:
        return
    told: set[Site] = set()
    for event in handler.replayed:
        for site, what, body in _swallowed(suspend, event):
            step = next((step for step in steps_run(body) if suspends(step)), None)
            if step is not None and site not in told:
                told.add(site)
                draft = _draft(handler, site, what, step, suspend, outcome)
                yield replace(draft, fix=_fix(handler, event, site, suspend))


def _fix(handler: Handler, event: Event, site: Site, suspend: Suspend) -> FixDraft | None:
    """Let the exception pass, unless a step would run behind the `except`, which that does not help."""
    handled = (
        next((each for each in event.handlers if each.site == site), None)
        if isinstance(event, TryBlock)
        else None
    )
    if handled is None or not suspend.public or handler.next_step(handled) is not None:
        return None
    return keeps(f"let `{suspend.name}` pass", lambda rewrite: rewrite.let_pass(site, suspend.exception))


def _swallowed(suspend: Suspend, event: Event) -> Iterator[tuple[Site, str, list[Event]]]:
    """Places that swallow the exception, what they are, and the events that they swallow it from."""
    if isinstance(event, TryBlock):
        handled = swallower(event, suspend)
        if handled is not None:
            yield handled.site, "This `except`", event.body
        jump = leaving_finally(event)
        if jump is not None:
            yield jump.site, f"`{jump.kind.value}` in `finally`", [*event.body, *event.orelse]
    elif isinstance(event, WithBlock) and event.swallows:
        yield event.site, "This context manager", event.body
    elif isinstance(event, WithBlock) and suppresses(event.manager, suspend):
        yield event.site, "`suppress`", event.body
    elif isinstance(event, InlinedCall):
        decorator = retrying_decorator(event)
        if decorator is not None and suspend.is_common:
            yield decorator[1], f"`{decorator[0]}`", event.body


def _draft(
    handler: Handler, site: Site, what: str, step: StepCall, suspend: Suspend, outcome: Consequence
) -> Draft:
    name = suspend.name
    message = outcome.said(is_sync=handler.is_sync, what=what, signal=name, step=handler.label(step))
    notes = (
        handler_note(handler),
        Note(step.site, f"raises `{name}` when its result is recorded", Role.STEP),
    )
    help_ = outcome.help or (
        f"catch the error inside the step's function and return it as data; or, if no step follows, put `except {name}: raise` first"
    )
    return Draft(Level.ERROR, message, site, f"catches `{name}`, too", notes, help_)
