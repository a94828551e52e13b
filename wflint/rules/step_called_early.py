"""# step-called-early

## What it does

Finds steps that are given the result of a call, a coroutine or a promise, instead of a function: `context.run("a", fn())`. The same goes for
coroutines, or single functions, where an engine takes a tuple of functions whose steps it runs at once.

## Why it breaks on replay

The call runs before the step does, outside of it, on every delivery. Its result is not a function, so the step then fails
with "TypeError: ... object is not callable" ("stepFunction is not a function" in TypeScript), again with every retry, and the run fails.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge(42))
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", charge(42));
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", lambda: charge(42))
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => charge(42));
});
```

## Fix safety

Passing the function is safe, and runs in flight could never get past this point.
"""

from __future__ import annotations

from wflint.rules.api import (
    Actual,
    Closure,
    Collection,
    Coroutine,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Pending,
    Report,
    Rule,
    Site,
    StepCall,
    Value,
    Words,
    argument_site,
    called,
    coroutines,
    ir,
    is_called_early,
    keeps,
    spelled,
    step_label,
    value_of,
)

RULE = Rule(
    code="WF304",
    summary="A step is given a result instead of a function",
    level=Level.ERROR,
    fixes=(FixClass.SAFE,),
)


def check(handler: Handler, report: Report) -> None:
    """Report function arguments that can never be called."""
    for step in handler.started:
        given = step.arguments.get(step.method.branches or "")
        if given is not None:
            _report_not_in_tuple(report, step, given)
            _report_coroutines(handler, report, step, given)
    for step in handler.steps:
        function = step.function
        if function is not None and function.node is not None and is_called_early(step):
            _report_called(handler, report, step, function.value, function.node)


def _report_not_in_tuple(report: Report, step: StepCall, given: Actual) -> None:
    """Report a function where the engine wants several in one argument."""
    takes_many = step.method.branches is not None and step.method.parameters[0] == step.method.branches
    if takes_many and given.node is not None and isinstance(given.value.only, Closure):
        message = (
            f"`{called(step.site.node)}` takes several functions as one argument and fails with "
            "`TypeError: 'function' object is not iterable`"
        )
        finding = report.error(argument_site(step, given), message).label("not in a tuple")
        finding.help("put the functions into a tuple")


def _report_coroutines(handler: Handler, report: Report, step: StepCall, given: Actual) -> None:
    """Report coroutines where the engine wants functions whose steps it runs at once."""
    for node in _given_coroutines(handler, given):
        call = called(step.site.node)
        coroutine = handler.words.coroutine
        fails = handler.words.not_callable.format(coroutine)
        message = f"`{call}` is given a {coroutine} and fails with `{fails}`"
        finding = report.error(step.site_of(node), message).label("called here, not by the engine")
        finding.help(
            f"pass functions, each of which runs a step: `{handler.words.function.format(called(node))}`"
        )


def _given_coroutines(handler: Handler, given: Actual) -> list[ir.Expr]:
    """Return the expressions of a container that give coroutines, or the container where it is not written out."""
    if isinstance(given.node, ir.Container):
        return [node for node in given.node.items if _are_coroutines(value_of(handler, node))]
    held = [ref for ref in given.value.alternatives if isinstance(ref, Collection)]
    elements = [element for collection in held for element in collection.elements()]
    return [given.node] if given.node is not None and any(map(_are_coroutines, elements)) else []


def _are_coroutines(value: Value) -> bool:
    return value.always(lambda ref: isinstance(ref, (Pending, Coroutine)))


def _report_called(handler: Handler, report: Report, step: StepCall, value: Value, node: ir.Expr) -> None:
    """Report what stands for a step's function and is a result already."""
    label, name, every = step_label(step), spelled(node), handler.profile.replay.every
    words = handler.words
    if any(coroutines(value)):
        fails = words.not_callable.format(words.coroutine)
        message = f"{label} is given a {words.coroutine}, so it fails with `{fails}`"
    else:
        kind = value.constant.type if value.constant else ""
        failure = f" with `{words.not_callable.format(kind)}`" if kind else ""
        if name.strip("."):
            message = f"`{name}()` runs outside {label} {every} and passes its result, but the step needs a function: it fails{failure}"
        else:
            message = f"{label} needs a function and is given none, so it fails{failure}"
    call = node.value if isinstance(node, (ir.Await, ir.Cast)) else node
    site = step.site_of(node)
    finding = report.error(site, message).label("called here, not in the step")
    finding.help(_help(words, name, call)).fix(_fix(site))


def _help(words: Words, name: str, call: ir.Expr) -> str:
    if not isinstance(call, ir.Call) or not name.strip("."):
        return "pass a function, which the step calls"
    return (
        "pass a function that makes this call"
        if call.args
        else f"pass the function: `{words.handed_over.format(name)}`"
    )


def _fix(site: Site) -> FixDraft:
    return keeps("pass the function itself", lambda rewrite: rewrite.pass_callable(site))
