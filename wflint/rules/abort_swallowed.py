"""# abort-swallowed

## What it does

Finds code that catches the exception by which the SDK ends a pass (`WorkflowAbort`, an ordinary `Exception`) and does not raise it again:
a broad `except` around a step, `contextlib.suppress(Exception)`, a decorator that retries whatever its function raises, and `return`, `break` or
`continue` in a `finally`; in TypeScript a `catch` or `.catch(...)`, the second function of `then`, and helpers that retry.

## Why it breaks on replay

After each step the SDK raises that exception to end the delivery. Where it is swallowed, the handler goes on as if the step had failed. Around
the first step, the run never starts ("Failed to authenticate Workflow request"). Later, the next step fails with "Running parallel steps is not yet
available in workflow-py" and the swallowed one is executed again with each retry; in a sync handler and in TypeScript, the next step runs on the
fallback value. At the end of the handler, the run is ended while the step is still on its way.

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

```typescript
export const { POST } = serve(async (context) => {
  await context.run("reserve", () => reserve());
  try {
    await context.run("charge", () => charge());
  } catch {
    await context.run("release", () => release());
  }
  await context.run("ship", () => ship());
});
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

```typescript
export const { POST } = serve(async (context) => {
  await context.run("reserve", () => reserve());
  const charged = await context.run("charge", () => {
    try {
      charge();
      return { ok: true };
    } catch (error) {
      return { ok: false, why: String(error) };
    }
  });
  if (!charged.ok) {
    await context.run("release", () => release());
  }
  await context.run("ship", () => ship());
});
```

## Fix safety

Raising the exception again before the broad `except` is safe where no step follows; else the `try` has to move into the step. In TypeScript, a
`catch` begins with `if (error instanceof WorkflowAbort) throw error;`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from wflint.rules._families.swallowing import knows_other_class, swallowing_clause
from wflint.rules._families.tasks import branches_of, started_tasks
from wflint.rules.api import (
    Concurrency,
    Concurrent,
    Consequence,
    Event,
    Exit,
    FixClass,
    FixDraft,
    Handler,
    InlinedCall,
    Level,
    Report,
    Rule,
    Site,
    Suspend,
    TryBlock,
    WithBlock,
    called,
    ends_run,
    ir,
    keeps,
    leaving_finally,
    retrying_decorator,
    runs_step,
    step_label,
    suppresses,
    suspending,
    swallows_suspension,
    walk,
)

RULE = Rule(
    code="WF307",
    summary="The exception that ends a pass is swallowed",
    level=Level.ERROR,
    about=lambda engine: (engine.suspend, engine.consequences.swallowed),
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report, suspend: Suspend, outcome: Consequence) -> None:
    """Report what catches the suspending exception around a step."""
    of_branches = _reported_with_branches(handler)
    for event in handler.replayed:
        if id(event) in of_branches:
            continue
        if isinstance(event, Concurrent):
            found = _collected(handler, event, suspend)
        else:
            found = _swallowers(handler, event, suspend)
        for each in found:
            step = suspending(each.body)
            if step is None:
                _report_swallowed_end(handler, report, each)
                continue
            signal = each.signal
            what = {"what": each.what, "signal": signal, "step": step_label(step)}
            finding = report.error(each.site, outcome.said(is_sync=handler.is_sync, **what))
            finding.label(f"catches `{signal}`, too")
            finding.step(step.site, f"raises `{signal}` when its result is recorded")
            finding.help(each.help or outcome.help or _help(handler, suspend))
            finding.fix(_fix(handler, event, each.site, suspend))


def _report_swallowed_end(handler: Handler, report: Report, found: _Swallower) -> None:
    """Report what keeps a call from ending the run."""
    outcome = handler.profile.consequences.end_swallowed
    end = next((event for event in walk(found.body) if ends_run(event)), None)
    if outcome is None or not isinstance(end, Exit):
        return
    call = called(end.site.node)
    message = outcome.said(is_sync=handler.is_sync, what=found.what, call=f"`{call}`")
    finding = report.error(found.site, message).label(f"catches `{found.signal}`, too")
    finding.cause(end.site, f"raises `{found.signal}`").help(
        f"put `{call}` after it, or let `{found.signal}` pass"
    )


class _Swallower(NamedTuple):
    """What swallows the exception, which one that is, and the events that it is swallowed from."""

    site: Site
    what: str
    signal: str
    body: list[Event]
    help: str = ""


def _reported_with_branches(handler: Handler) -> set[int]:
    """Return the events of branches that stand beside others, where parallel-steps speaks of what they swallow."""
    if handler.profile.consequences.hidden is None:
        return set()
    beside = [
        event
        for event, _ in handler.recorded(Concurrent)
        if event.kind is Concurrency.DURABLE and (event.many or sum(map(runs_step, event.branches)) > 1)
    ]
    return {id(each) for event in beside for branch in event.branches for each in walk(branch)}


def _swallowers(handler: Handler, event: Event, suspend: Suspend) -> Iterator[_Swallower]:
    """Yield what swallows the exception in an event."""
    match event:
        case TryBlock():
            yield from _in_try(handler, event, suspend)
        case WithBlock() if suppresses(event.manager, suspend):
            yield _Swallower(event.site, "`suppress`", suspend.name, event.body)
        case WithBlock() if swallows_suspension(event, suspend):
            yield _Swallower(event.site, "This context manager", suspend.name, event.body)
        case InlinedCall() if suspend.is_common and (decorator := retrying_decorator(event)) is not None:
            yield _Swallower(decorator[1], f"`{decorator[0]}`", suspend.name, event.body)
        case _:
            pass


def _in_try(handler: Handler, event: TryBlock, suspend: Suspend) -> Iterator[_Swallower]:
    found, jump = swallowing_clause(handler, event, suspend), leaving_finally(event)
    if found is not None:
        clause, signal = found
        node = clause.site.node
        what = f"`{called(node)}`" if isinstance(node, ir.Call) else f"This `{handler.words.catch}`"
        help_ = ""
        if signal != suspend.name:
            help_ = f"check for the class: `{handler.words.rethrow.format(suspend.name)}`"
        elif isinstance(node, ir.Call):
            help_ = "let the engine retry the step, or retry inside the step's function"
        elif knows_other_class(handler, event, suspend):
            help_ = _help_in_bundle(suspend)
        yield _Swallower(clause.site, what, signal, event.body, help_)
    if jump is not None:
        body = [*event.body, *event.orelse]
        yield _Swallower(jump.site, f"`{jump.kind.value}` in `finally`", suspend.name, body)


def _collected(handler: Handler, event: Concurrent, suspend: Suspend) -> Iterator[_Swallower]:
    """Yield a call that hands exceptions back, where nobody takes the result of the step that it waits for."""
    if not event.collects or any(task.awaited for task in event.tasks):
        return
    branches = branches_of(event, started_tasks(handler))
    several = event.many or sum(map(runs_step, branches)) > 1
    if not (several and handler.profile.consequences.together):  # else parallel-steps
        body = [each for branch in branches for each in branch]
        yield _Swallower(event.site, f"`{called(event.site.node)}`", suspend.name, body)


def _help(handler: Handler, suspend: Suspend) -> str:
    return (
        "catch the error inside the step's function and return it as data; "
        f"or, if no step follows, put `{handler.words.rethrow.format(suspend.name)}` first"
    )


def _help_in_bundle(suspend: Suspend) -> str:
    return (
        f"code loaded by `require` gets a different class: what is thrown is not an instance of this `{suspend.name}`; "
        "catch the error inside the step's function and return it as data"
    )


def _fix(handler: Handler, event: Event, site: Site, suspend: Suspend) -> FixDraft | None:
    """Let the exception pass, unless a step would run after the `except`, which that does not help."""
    clauses = event.clauses if isinstance(event, TryBlock) else ()
    clause = next((each for each in clauses if each.site == site), None)
    if clause is None or not suspend.public or handler.order.next_step(clause) is not None:
        return None
    return keeps(f"let `{suspend.name}` pass", lambda rewrite: rewrite.reraise(site, suspend.exception))
