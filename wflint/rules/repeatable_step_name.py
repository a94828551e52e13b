"""# repeatable-step-name

## What it does

Finds steps in a loop whose name is made of nothing but the item, where the items are data that may hold the same value twice.

## Why it breaks on replay

Steps are matched by position, and the name is the only check that the position is still right. Two equal items make two steps
with one name: nothing tells them apart when their order changes.

## Example

```python
@serve.post("/letters")
async def letters(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("open", lambda: 42)
    for kind in context.request_payload["kinds"]:
        await context.run(f"print-{kind}", lambda: print(kind))
```

```typescript
export const { POST } = serve<{ kinds: string[] }>(async (context) => {
  await context.run("open", () => 42);
  for (const kind of context.requestPayload.kinds) {
    await context.run(`print-${kind}`, () => print(kind));
  }
});
```

## Use instead

```python
@serve.post("/letters")
async def letters(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("open", lambda: 42)
    for index, kind in enumerate(context.request_payload["kinds"]):
        await context.run(f"print-{kind}-{index}", lambda: print(kind))
```

```typescript
export const { POST } = serve<{ kinds: string[] }>(async (context) => {
  await context.run("open", () => 42);
  for (const [index, kind] of context.requestPayload.kinds.entries()) {
    await context.run(`print-${kind}-${index}`, () => print(kind));
  }
});
```

## Fix safety

The loop's index makes the name unique. It renames steps, which runs in flight then do not find: the fix is *drain*.
"""

from __future__ import annotations

from wflint.rules._families.step_names import computed_parts
from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    Loop,
    Payload,
    Repeated,
    Report,
    Rule,
    Site,
    StepResult,
    Value,
    ir,
    name_site,
    renames,
    taint_sources,
)

RULE = Rule(
    code="WF405",
    summary="A step's name repeats where two items are equal",
    level=Level.INFO,
    holds_for=lambda engine: engine.identity.repeated is Repeated.ALIKE,
    fixes=(FixClass.DRAIN,),
)


def check(handler: Handler, report: Report) -> None:
    """Report names in loops that are made of items of data, and of nothing else that changes."""
    loops = {event.variance: event for event, _ in handler.recorded(Loop)}
    for step in handler.steps:
        if step.name is None or step.name.node is None or step.parent is not None:
            continue
        around = [loops.get(variance) for variance in step.loops]
        loop = _loop_named_after(step.name.value, step.name.node, around)
        if loop is None or not handler.order.can_follow(step, step):
            continue
        site = name_site(step)
        message = "Two equal items make two steps with one name, so nothing tells them apart when their order changes"
        finding = report.info(site, message).label("repeats with the item")
        finding.note(loop.variance.loop, "the items may repeat")
        finding.help(f"make the loop's index part of the name as well, with `{site.module.words.numbered}`")
        finding.fix(_fix(handler, site, loop.variance.loop))


def _loop_named_after(name: Value, node: ir.Expr, around: list[Loop | None]) -> Loop | None:
    """Return the innermost loop, where the name is made of items of the loops and each of them may repeat."""
    if taint_sources(name.taint):
        return None
    items = list(computed_parts(node))
    named = [_loop_of(part, around) for part in items]
    found = [loop for loop in named if loop is not None and _may_repeat(loop)]
    every = found and len(found) == len(items) and all(loop in found for loop in around)
    return found[-1] if every else None


def _loop_of(part: ir.Expr, around: list[Loop | None]) -> Loop | None:
    """Return the loop whose item a variable holds."""
    for loop in reversed(around):
        if loop is not None and isinstance(part, ir.Name) and _item_name(loop.node) == part.id:
            return loop
    return None


def _item_name(node: ir.Node) -> str | None:
    """Return the variable that holds the item of a loop, or of a function that is called for each item."""
    match node:
        case ir.For(target=ir.Name(id=name)) | ir.Clause(target=ir.Name(id=name)):
            return name
        case ir.Call(args=(ir.Argument(value=ir.Lambda(function=function)), *_)):
            return function.parameters[0].name if function.parameters else None
        case _:
            return None


def _may_repeat(loop: Loop) -> bool:
    """Return whether the items are data from outside; keys of a dictionary do not repeat."""
    node = loop.over_node
    is_keys = isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute) and node.func.attr == "keys"
    return not is_keys and loop.over.always(lambda ref: isinstance(ref, (Payload, StepResult)))


def _fix(handler: Handler, name: Site, loop: Site) -> FixDraft:
    return renames(
        "make the index part of the name", lambda rewrite: rewrite.number(name, [loop], handler.writer)
    )
