"""# step-not-awaited

## What it does

Finds a step of an async handler whose coroutine, or promise, is never awaited. That includes calls of workflow helpers that
are not awaited, in Python `return context.run(...)` from a handler, and in TypeScript `forEach(async ...)` and `map` without
`Promise.all`.

## Why it breaks on replay

In Python, nothing runs before it is awaited. The step is skipped, the run goes on and ends as if it had succeeded; only a
`RuntimeWarning: coroutine ... was never awaited` hints at it. Where it was the only step, the run does not even start.

In TypeScript the step starts without being awaited. Where another one follows, the two run side by side, which is a warning;
where none does, the run ends without it. Its promise is rejected in every pass, and nobody handles that, which ends a plain Node
process.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
    context.run("send-receipt", send_receipt)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
  context.run("send-receipt", () => sendReceipt());
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
    await context.run("send-receipt", send_receipt)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge());
  await context.run("send-receipt", () => sendReceipt());
});
```

## Fix safety

Awaiting the step does what the code plainly says. A run in flight may have gone on without it, so the fix is *drain*, or *safe* with an
engine that finds steps by name. In TypeScript it is *unsafe* where other steps follow: they may have been meant to run beside it. So is
waiting for all that `forEach` starts, unless it certainly goes through an array: a `Map` or `Set` has no `map`.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Consequence,
    Event,
    FixClass,
    FixDraft,
    Handler,
    InlinedCall,
    Level,
    Loop,
    Payload,
    Report,
    Rule,
    Site,
    StepCall,
    StepCalled,
    StepResult,
    UnawaitedEnd,
    UnawaitedHelper,
    at_node,
    breaks,
    called,
    ir,
    sleep_method,
    step_label,
    steps_run,
    value_of,
)

RULE = Rule(
    code="WF302",
    summary="A step is never awaited",
    level=Level.ERROR,
    also=(Level.WARNING,),
    fixes=(FixClass.SAFE, FixClass.DRAIN, FixClass.UNSAFE),
)


def check(handler: Handler, report: Report) -> None:
    """Report coroutines of steps, and of helpers that run steps, that nobody awaits."""
    if handler.has_wrong_color:
        return  # handler-kind-mismatch: it cannot await anything, or nobody awaits it
    _check_ends(handler, report)
    if handler.profile.consequences.unawaited_last is not None:
        _check_started(handler, report)
        return
    for step in _unawaited(handler):
        message = f"{step_label(step)} is never awaited{_consequence(step)}"
        finding = report.error(step.site, message).label("only creates a coroutine")
        finding.help(_how_to_await(handler, step)).fix(_fix(step.site))
    for event, _ in handler.recorded(UnawaitedHelper):
        call, name = called(event.site.node), event.function.name
        message = f"`{call}` is never awaited, so none of the steps in `{name}` runs"
        finding = report.error(event.site, message).label("only creates a coroutine")
        finding.cause(event.at, "which would run steps")
        finding.help("put `await` before it").fix(None if event.in_wrapper else _fix(event.site))


def _unawaited(handler: Handler) -> list[StepCall]:
    """Return the steps whose coroutines nobody awaits, but for those in step functions."""
    return [
        step
        for step in handler.started
        if step.is_async and step.parent is None and not (step.is_consumed or step.behind)
    ]


def _how_to_await(handler: Handler, step: StepCall) -> str:
    around = step.caller or handler.function
    if around.is_async or around.is_lambda:
        return "put `await` before it"
    return f"make `{around.name}` an `{handler.words.async_function}`, and put `await` before it"


def _consequence(step: StepCall) -> str:
    """Return what comes of a step that nobody awaits, as the end of a sentence."""
    if step.method.unawaited:
        return f": {step.method.unawaited}"
    return ", so it never runs, and the run goes on without it"


def _fix(site: Site) -> FixDraft:
    return breaks("await it", lambda rewrite: rewrite.await_it(site)).revealing()


def _check_started(handler: Handler, report: Report) -> None:
    """Report the same where steps start without being awaited."""
    calls = {event.step: event for event, _ in handler.recorded(StepCalled)}
    for step in _unawaited(handler):
        own = {each for each in handler.started if step in (each, each.behind)}
        outcome = _outcome(handler, calls[step], own)
        if outcome is not None:
            callback = _callback_around(step)
            _report_started(handler, report, outcome, step.site, step_label(step), callback)
    for event, _ in handler.recorded(UnawaitedHelper):
        followed = next((each for each, _ in handler.recorded(InlinedCall) if each.site == event.site), None)
        own = set(steps_run([followed])) if followed is not None else set[StepCall]()
        outcome = _outcome(handler, followed, own)
        if outcome is not None:
            call = called(event.site.node)
            what = "an async function" if call.startswith("...") else f"what `{call}` starts"
            callback = event.site.node if _is_given(event.function, event.site.node) else None
            _report_started(handler, report, outcome, event.site, what, callback)


def _check_ends(handler: Handler, report: Report) -> None:
    """Report calls that would end the run if they were awaited."""
    outcome = handler.profile.consequences.end_unawaited
    for event, _ in handler.recorded(UnawaitedEnd):
        if outcome is not None:
            call = called(event.site.node)
            finding = report.error(event.site, outcome.said(is_sync=False, call=f"`{call}`"))
            finding.label("nothing awaits it").help("put `await` before it")
            finding.fix(_fix(event.site))


def _outcome(handler: Handler, event: Event | None, own: set[StepCall]) -> Consequence | None:
    """Return what comes of steps that have started, depending on the steps that follow."""
    outcomes = handler.profile.consequences
    after = handler.order.steps_after(event) - own if event is not None else set[StepCall]()
    goes_on = after and (len(after) >= len(own) or any(step.loops for step in after))
    if goes_on or not (handler.is_complete and handler.is_served):
        return outcomes.unawaited
    others = (step for step in handler.steps if step.parent is None and step not in own)
    return outcomes.unawaited_last if any(step.ran for step in others) else outcomes.unawaited_only


def _report_started(
    handler: Handler, report: Report, outcome: Consequence, site: Site, what: str, callback: ir.Node | None
) -> None:
    finding = report.add(outcome.level or Level.ERROR, site, outcome.said(is_sync=False, what=what))
    finding.label("nothing awaits it").help(_help(handler, callback))
    is_loop = _is_loop(handler, callback)
    if callback is None:
        fix = _fix(site)
        # Steps that follow were started beside it, which may be what was meant.
        finding.fix(fix.unsafe() if outcome is handler.profile.consequences.unawaited else fix)
    elif is_loop:
        each, is_array = at_node(site, callback), _is_over_array(handler, callback)
        finding.fix(
            breaks(
                "await all",
                lambda rewrite: rewrite.await_each(each, handler.words.together, is_array=is_array),
            ).revealing()
        )


def _is_over_array(handler: Handler, call: ir.Node) -> bool:
    """Return whether a call goes through an array: JSON has nothing else that goes through its items."""
    if not isinstance(call, ir.Call) or not isinstance(call.func, ir.Attribute):
        return False
    registration, parser = handler.registration, handler.profile.registration
    given = set(registration.options.keywords) if registration is not None else set[str]()
    came = (StepResult,) if {parser.parser, parser.schema} & given else (StepResult, Payload)
    return value_of(handler, call.func.value).always(
        lambda ref: (
            isinstance(ref, came)
            or (isinstance(ref, Collection) and ref.kind is ir.ContainerKind.LIST and ref.type is None)
        )
    )


def _is_loop(handler: Handler, callback: ir.Node | None) -> bool:
    """Return whether a call goes through items: whether it is a call of `map` or `forEach`."""
    return any(loop.node is callback for loop, _ in handler.recorded(Loop))


def _help(handler: Handler, callback: ir.Node | None) -> str:
    if callback is None:
        return "put `await` before it"
    if _is_loop(handler, callback):
        return f"`map` the items to promises, and await all of them with `{handler.words.together}`"
    return f"to wait before it, use a step that sleeps: {sleep_method(handler)}"


def _callback_around(step: StepCall) -> ir.Node | None:
    """Return the call of a library that is given a function which returns a step's promise."""
    statements = step.caller.body.block.statements if step.caller is not None else ()
    only = statements[0] if len(statements) == 1 else None
    call = step.caller_path[-1].node if step.caller_path else None
    is_returned = isinstance(only, ir.Return) and only.value is step.site.node
    return call if is_returned and step.caller is not None and _is_given(step.caller, call) else None


def _is_given(function: ir.Function, call: ir.Node | None) -> bool:
    """Return whether a function stands among the arguments of a call."""
    given = [each.value for each in call.args] if isinstance(call, ir.Call) else []
    return any(isinstance(each, ir.Lambda) and each.function is function for each in given)
