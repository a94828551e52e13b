"""# error-hidden-in-step

## What it does

Finds step functions that catch an exception and then return nothing.

## Why it breaks on replay

A step that raises is tried again by the engine, as often as the handler's retries say, and the failure is reported in the end. A step
that returns counts as done: `None` is recorded, it is never tried again, and the code after it cannot tell that it failed.

## Example

```python
def notify_manager() -> None:
    try:
        post_message("starting")
    except ConnectionError:
        pass


@serve.post("/holidays")
async def holidays(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("notify-manager", notify_manager)
    await context.run("book", book)
```

```typescript
async function notifyManager(): Promise<void> {
  try {
    await fetch("https://chat.example.com", { method: "POST", body: "starting" });
  } catch {
    // Nobody hears of it.
  }
}

export const { POST } = serve(async (context) => {
  await context.run("notify-manager", notifyManager);
  await context.run("book", () => book());
});
```

## Use instead

```python
def notify_manager() -> bool:
    try:
        post_message("starting")
    except ConnectionError:
        return False
    return True


@serve.post("/holidays")
async def holidays(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("notify-manager", notify_manager)
    await context.run("book", book)
```

```typescript
async function notifyManager(): Promise<boolean> {
  try {
    await fetch("https://chat.example.com", { method: "POST", body: "starting" });
  } catch {
    return false;
  }
  return true;
}

export const { POST } = serve(async (context) => {
  await context.run("notify-manager", notifyManager);
  await context.run("book", () => book());
});
```

## Fix safety

There is no fix: only its author knows whether the step should be tried again or report what happened.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from wflint.rules.api import (
    Handler,
    Level,
    Report,
    Rule,
    Site,
    StepCall,
    callee,
    ir,
    never_returns,
    returned_by,
    step_label,
    value_of,
)
from wflint.rules.error_hidden_in_step.swallowed_errors import hiding_clauses

RULE = Rule(code="WF508", summary="A step hides that it failed", level=Level.INFO)


def check(handler: Handler, report: Report) -> None:
    """Report `except` clauses after which a step function returns nothing."""
    for step in handler.steps:
        for function, module in _functions(handler, step):
            for clause in hiding_clauses(function, partial(_always_raises, handler, module)):
                _report(report, step, Site(module, clause, function.enclosing_definition))


def _always_raises(handler: Handler, module: ir.Module, node: ir.Expr) -> bool:
    """Return whether an expression is the call of a function that always raises."""
    call = node.value if isinstance(node, ir.Await) else node
    if not isinstance(call, ir.Call) or not isinstance(call.func, ir.Name):
        return False
    # The values in a helper that has a summary are not kept.
    held = handler.globals_of(module).names.get(call.func.id)
    called = value_of(handler, call.func).only or (held.only if held is not None else None)
    closure = callee(called) if called is not None else None
    return closure is not None and never_returns(closure.function)


def _report(report: Report, step: StepCall, site: Site) -> None:
    message = (
        f"Where this catches an exception, {step_label(step)} counts as done: "
        "it is never tried again, and nobody can tell that it failed"
    )
    finding = report.info(site, message).label("the failure ends here")
    finding.step(step.site, f"records `{step.site.module.words.null}` as its result")
    finding.help("let the exception leave the step, so that the step is tried again, or return what happened")


def _functions(handler: Handler, step: StepCall) -> Iterator[tuple[ir.Function, ir.Module]]:
    """Yield a step's function, and the helpers whose result it hands on, or that are all it calls."""
    for ref in step.function.value.alternatives if step.function is not None else ():
        closure = callee(ref)
        if closure is not None:
            yield closure.function, closure.module
            called = _only_call(closure.function)
            for inner in map(callee, value_of(handler, called.func).alternatives if called else ()):
                if inner is not None:
                    yield inner.function, inner.module
    for returned in step.returned:
        for each in returned_by(handler, returned):
            if isinstance(each.site.node, ir.Function):
                yield each.site.node, each.site.module


def _only_call(function: ir.Function) -> ir.Call | None:
    """Return the call that is all that a function does."""
    match function.body.block.statements:
        case (ir.Evaluate(value=value) | ir.Return(value=value),):
            call = value.value if isinstance(value, ir.Await) else value
            return call if isinstance(call, ir.Call) else None
        case _:
            return None
