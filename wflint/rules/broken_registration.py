"""# broken-registration

## What it does

Finds decorators of the engine that are not used as its SDK expects it: without parentheses, in the wrong order, around what no step can
be made of, in a class that the engine does not know, or twice for one name. It also finds decorators of your own above the one
that makes a workflow, and names under which several workflows cannot be served together.

## Why it breaks on replay

A decorator makes a workflow of the function below it, under a name by which a recovery finds it again. Where it is not called,
or is given something other than a function, the module fails to import, or each call fails. Where two workflows have one name,
a queue or a recovery runs the wrong one. What is above the decorator is not part of the workflow: it runs where the function is
called directly, and nowhere else.

## Example

```python
@serve.post
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
```

```typescript
const create = createWorkflow(async (context) => {
  await context.run("charge", () => charge());
});

export const { POST } = serveMany({ "orders/create": create });
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", charge)
```

```typescript
const create = createWorkflow(async (context) => {
  await context.run("charge", () => charge());
});

export const { POST } = serveMany({ "orders-create": create });
```

## Fix safety

Adding or removing parentheses and changing the order of two decorators is safe: no run could get past this point.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Fault,
    FaultKind,
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    Rule,
    at_node,
    called,
    keeps,
)

RULE = Rule(
    code="WF320",
    summary="A registration fails, or registers something else",
    level=Level.ERROR,
    also=(Level.WARNING,),
    fixes=(FixClass.SAFE,),
)

_LABELS = {
    FaultKind.NOT_CALLED: "is not called",
    FaultKind.CALLED_EMPTY: "takes its function at once",
}
_DEFAULT_LABEL = "in the wrong place"
_RELATED = {
    FaultKind.ABOVE_CLASSMETHOD: "must be above it",
    FaultKind.ABOVE_STATICMETHOD: "must be above it",
    FaultKind.HANDLER_WRAPPED: "runs only where the function is called directly",
    FaultKind.CLASS_UNKNOWN: "of this class",
    FaultKind.OBJECT_UNNAMED: "of this class",
    FaultKind.SAME_NAME: "the first of that name",
}


def check(handler: Handler, report: Report) -> None:
    """Report what is wrong with how a handler, and the steps that it runs, are made."""
    registration = handler.registration
    own = registration.faults if registration is not None else ()
    for fault in (*own, *handler.facts.faults):
        outcome = getattr(handler.profile.consequences, fault.kind.value)
        if outcome is None:
            continue
        message = outcome.said(is_sync=handler.is_sync, **dict(fault.parts))
        finding = report.add(outcome.level or Level.ERROR, fault.site, message).without_replay()
        finding.label(outcome.label or _LABELS.get(fault.kind, _DEFAULT_LABEL))
        finding.help(outcome.help or "write `()` after it").fix(_fix(fault))
        if fault.related is not None:
            finding.cause(fault.related, _RELATED[fault.kind])
    _check_names(handler, report)


def _check_names(handler: Handler, report: Report) -> None:
    """Report names that what serves several handlers does not take."""
    outcome = handler.profile.consequences.group_name
    for call, group, arguments in handler.groups if outcome is not None else ():
        given = arguments.get(0, None)
        served = given.value.only if given is not None else None
        names = (
            [name for name in served.items if isinstance(name, str)] if isinstance(served, Collection) else []
        )
        for name in names if group.names_without else ():
            if outcome is not None and group.names_without in name:
                site = at_node(call, given.node) if given is not None and given.node is not None else call
                message = outcome.said(is_sync=False, call=f"`{called(call.node)}`", name=name)
                finding = report.add(outcome.level or Level.ERROR, site, message).without_replay()
                finding.label(outcome.label or _DEFAULT_LABEL).help(outcome.help or "give it another name")


def _fix(fault: Fault) -> FixDraft | None:
    """Return what mends a fault, where that is certain."""
    related = fault.related
    if fault.is_mended_by_call:
        return keeps("correct its parentheses", lambda rewrite: rewrite.call_it(fault.site)).revealing()
    if fault.is_mended_by_order and related is not None:
        message = "swap the decorators"
        return keeps(message, lambda rewrite: rewrite.swap(fault.site, related)).revealing()
    return None
