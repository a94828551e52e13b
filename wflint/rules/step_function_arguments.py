"""# step-function-arguments

## What it does

Finds step functions that need arguments, arguments that are handed to `context.run` for them, and steps that are given no function
at all.

## Why it breaks on replay

The SDK calls a step function without arguments, so a required parameter is a `TypeError` at each of the four attempts, and the
run fails. `context.run` itself takes a name and a function: a further argument is a `TypeError` with the first delivery,
and the run never starts.

In TypeScript, nothing is rejected: a parameter that is given nothing is `undefined`, and further arguments are ignored. The step fails where it needs them,
or stores a wrong result.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def charge(amount: int) -> str:
        return f"charged {amount}"

    await context.run("charge", charge, context.request_payload["amount"])
```

```typescript
export const { POST } = serve<{ amount: number }>(async (context) => {
  const charge = (amount: number) => `charged ${amount.toFixed(2)}`;

  await context.run("charge", charge);
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    def charge(amount: int) -> str:
        return f"charged {amount}"

    await context.run("charge", functools.partial(charge, context.request_payload["amount"]))
```

```typescript
export const { POST } = serve<{ amount: number }>(async (context) => {
  const charge = (amount: number) => `charged ${amount.toFixed(2)}`;

  await context.run("charge", () => charge(context.requestPayload.amount));
});
```

## Fix safety

Where the arguments are given, binding them with `functools.partial` or an arrow function is safe, and runs in flight could never get past this
point. Otherwise only you know the arguments.
"""

from __future__ import annotations

from wflint.rules._families.undefined import is_taken_apart, lost_object, missing_parameter
from wflint.rules.api import (
    Actual,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    Rule,
    Site,
    StepCall,
    Value,
    argument_site,
    called,
    ir,
    keeps,
    misfit,
    spelled,
    step_label,
)

RULE = Rule(
    code="WF305",
    summary="A step function cannot be called without arguments",
    level=Level.ERROR,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report step functions with required parameters, and arguments that nobody hands on."""
    for step in handler.started:
        function = step.function
        lacking = _lacking(step)
        if lacking:
            _report_lacking(handler, report, step, lacking)
        if function is None or function.node is None:
            continue
        message = (
            _surplus(handler, step) if step.surplus else _misfit(step, step.call_method or function.value)
        )
        if message is not None:
            site = argument_site(step, function)
            finding = report.error(site, message).label("called without arguments")
            finding.help(_help(handler, step, function.node))
            finding.fix(_fix(step, site) if step.surplus else None)
        else:
            _report_undefined(handler, report, step, function)


def _report_undefined(handler: Handler, report: Report, step: StepCall, function: Actual) -> None:
    """Report a function that works with something that calling it does not give it."""
    null, label, only, node = handler.words.null, step_label(step), function.value.only, function.node
    if only is None or node is None or step.open_arguments:
        return
    parameter = missing_parameter(only, len(step.given.positional))
    site = argument_site(step, function)
    if parameter is not None:
        without = f"The function of {label} is called without arguments"
        fails = f"{without}, and taking apart its `{null}` fails with `TypeError`"
        message = fails if is_taken_apart(parameter) else f"{without}: `{parameter.name}` is `{null}` in it"
        finding = report.error(site, message).label("called without arguments")
        finding.help(_help(handler, step, node))
    elif lost_object(only, node):
        message = f"The function of {label} is a method without its object: it fails where it asks `{null}` for a member"
        finding = report.error(site, message).label("called without its object")
        call = handler.words.function.format(f"{spelled(node)}()")
        if not isinstance(node, ir.Attribute):
            finding.help("call it by its object")
            return
        template = handler.words.function.format("{}()")
        finding.help(f"call it in a function: `{call}`")
        finding.fix(keeps("call it by its object", lambda rewrite: rewrite.apply(site, template)))


def _lacking(step: StepCall) -> str:
    """Return the parameter that takes what a step runs, where nothing is given for it; empty where something may be."""
    wanted = step.method.function or step.method.branches
    return wanted if wanted and not step.open_arguments and wanted not in step.arguments else ""


def _report_lacking(handler: Handler, report: Report, step: StepCall, parameter: str) -> None:
    """Report a step that is not told what to run."""
    message = f"`{called(step.site.node)}` fails with `TypeError`: nothing is given for `{parameter}`"
    finding = report.error(step.site, message).label(f"`{parameter}` is missing")
    if step.method.items is None:
        finding.help("pass the function to run, without calling it")
        return
    together = handler.profile.new_step.together
    instead = f"; to wait for coroutines, use `{together}`" if together else ""
    finding.help(f"pass the function that takes an item after the items{instead}")


def _surplus(handler: Handler, step: StepCall) -> str:
    """Return what happens where a step is given arguments that it does not hand on."""
    keywords = ", ".join(f"`{key}=`" for key in step.surplus if isinstance(key, str))
    what = "it takes a name and a function, and hands nothing on"
    if keywords:
        what = f"unexpected arguments: {keywords}"
    of_step = f"`{step.method.method}` of {step_label(step)}"
    return handler.words.surplus.format(call=of_step, one=handler.profile.replay.one, what=what)


def _misfit(step: StepCall, function: Value) -> str | None:
    """Return what happens where a function is called with arguments that it does not take.

    `None` where it may also be a function that fits, and where the arguments come from an unknown `*args`.
    """
    if step.open_arguments:
        return None
    given = step.given
    reasons = {ref: misfit(ref, len(given.positional), given.keywords) for ref in function.alternatives}
    if not function.always(lambda ref: reasons[ref] is not None):
        return None
    reason = reasons[function.alternatives[0]]
    how = "with these arguments" if given.positional or given.keywords else "without arguments"
    return f"The function of {step_label(step)} is called {how} and fails with `TypeError: {reason}`"


def _help(handler: Handler, step: StepCall, node: ir.Expr) -> str:
    name, words = spelled(node), handler.words
    if isinstance(node, ir.Lambda) and not step.surplus:
        return "let it take what it needs from the code around it"
    if step.surplus:
        given = [spelled(each.node) for each in step.surplus.values() if each.node is not None]
        bound = words.bound_call.format(function=name, arguments=", ".join(given))
        return f"bind the arguments: `{bound}`" if given and "..." not in bound else "bind the arguments"
    return f"pass a function without parameters that calls `{name}` with its arguments"


def _fix(step: StepCall, function: Site) -> FixDraft:
    surplus = [step.site_of(each.node) for each in step.surplus.values() if each.node is not None]
    return keeps("bind the arguments", lambda rewrite: rewrite.bind_arguments(step.site, function, surplus))
