"""# step-function-arguments

## What it does

Finds step functions that need arguments, and arguments that are handed to `context.run` for them.

## Why it breaks on replay

The SDK calls a step function without arguments, so a required parameter is a `TypeError` at each of the four attempts, and the
run fails. `context.run` itself takes a name and a function: a further argument is a `TypeError` with the first delivery,
and the run never starts.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def charge(amount: int) -> str:
        return f"charged {amount}"

    await context.run("charge", charge, context.request_payload["amount"])
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def charge(amount: int) -> str:
        return f"charged {amount}"

    await context.run("charge", functools.partial(charge, context.request_payload["amount"]))
```

## Fix safety

Where the arguments are given, binding them with `functools.partial` is safe, and runs in flight could never get past this
point. Otherwise only you know the arguments.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Draft,
    FixDraft,
    Handler,
    Level,
    Rule,
    Site,
    StepCall,
    handler_note,
    ir,
    keeps,
    misfit,
    spelled,
)

RULE = Rule(code="WF305", summary="A step function cannot be called without arguments", level=Level.ERROR)


def check(handler: Handler) -> Iterator[Draft]:
    """Find step functions with required parameters, and arguments that nobody hands on."""
    for step in handler.steps:
        actual = step.function
        if actual is None or actual.node is None:
            continue
        message = _surplus(handler, step) or _required(handler, step)
        if message is not None:
            yield Draft(
                Level.ERROR,
                message,
                step.frame.site(actual.node),
                "called without arguments",
                (handler_note(handler),),
                _help(step, actual.node),
                fix=_fix(step, step.frame.site(actual.node)) if step.surplus else None,
            )


def _fix(step: StepCall, function: Site) -> FixDraft:
    surplus = [step.frame.site(each.node) for each in step.surplus.values() if each.node is not None]
    return keeps("bind the arguments", lambda rewrite: rewrite.bind_arguments(step.site, function, surplus))


def _surplus(handler: Handler, step: StepCall) -> str | None:
    if not step.surplus:
        return None
    given = ", ".join(f"`{key}=`" for key in step.surplus if isinstance(key, str))
    what = (
        f"unexpected arguments: {given}" if given else "it takes a name and a function, and hands nothing on"
    )
    return f"`{step.method.method}` of {handler.label(step)} fails with `TypeError` in the first {handler.profile.replay.one}: {what}"


def _required(handler: Handler, step: StepCall) -> str | None:
    """Silent where it may also be a function that fits, and where the arguments come from an unknown `*args`."""
    value = step.call_method or (step.function.value if step.function else None)
    if value is None or step.open_arguments:
        return None
    given = step.given
    reasons = [misfit(ref, len(given.positional), given.keywords) for ref in value.alternatives]
    known = [reason for reason in reasons if reason is not None]
    if not known or len(known) < len(reasons):
        return None
    how = "with these arguments" if given.positional or given.keywords else "without arguments"
    return f"The function of {handler.label(step)} is called {how} and fails with `TypeError: {known[0]}`"


def _help(step: StepCall, node: ir.Expr) -> str:
    spelling = spelled(node)
    if step.surplus or isinstance(node, ir.Lambda):
        given = [spelled(each.node) for each in step.surplus.values() if each.node is not None]
        return f"bind the arguments: `functools.partial({spelling}, {', '.join(given) or '...'})`"
    return f"bind the arguments: `lambda: {spelling}(...)`"
