"""# lossy-step-result

## What it does

Finds step functions that return something that JSON changes: a tuple or named tuple (a list comes back), a dictionary whose keys are not text (they come back as text), a member of a `str` or
`int` enum (its value comes back), a `Counter`, `defaultdict` or `OrderedDict` (a plain dictionary comes back). In TypeScript these are a `Date` (text comes back), a `Map`, `Set`, `RegExp`,
`Error` or `Response` (an empty object), instances of classes (plain objects), `NaN` (`null`) and `undefined` (nothing). With engines that store the text of what JSON lacks, that is a datetime,
a `UUID` or a `Decimal` as well.

It is a warning where the code after the step does something with the result that no longer works, else only information.

## Why it breaks on replay

A step's result is stored as JSON, and the handler always gets what JSON has made of it. Nothing fails when it is stored: a list is just
never equal to a tuple and cannot be a key, and `.get(1)` finds nothing where the key has become `"1"`.

## Example

```python
@serve.post("/prices")
async def prices(context: AsyncWorkflowContext[dict]) -> None:
    found = await context.run("get-prices", lambda: {1: "9.90", 2: "19.90"})
    await context.run("show-price", lambda: show(found.get(1)))
```

```typescript
export const { POST } = serve(async (context) => {
  const prices = await context.run("get-prices", () => new Map([["tea", 3]]));
  await context.run("show", () => show(prices));
});
```

## Use instead

```python
@serve.post("/prices")
async def prices(context: AsyncWorkflowContext[dict]) -> None:
    found = await context.run("get-prices", lambda: {"1": "9.90", "2": "19.90"})
    await context.run("show-price", lambda: show(found.get("1")))
```

```typescript
export const { POST } = serve(async (context) => {
  const prices = await context.run("get-prices", () => ({ tea: 3 }));
  await context.run("show", () => show(prices));
});
```

## Fix safety

There is no fix: only its author knows what the code should do with the changed value.
"""

from __future__ import annotations

from wflint.rules._families.lost_members import lost_uses, uncallable_members
from wflint.rules._families.step_results import after, before, inside, missing_attributes, spelled_place
from wflint.rules.api import (
    FindingBuilder,
    Format,
    Handler,
    Level,
    Report,
    ResultUse,
    Returned,
    Rule,
    StepCall,
    step_label,
)
from wflint.rules.lossy_step_result.broken_uses import breaking
from wflint.serialization.json_roundtrip import shapes_of
from wflint.serialization.shapes import JsonShape, changes

RULE = Rule(
    code="WF502",
    summary="A step returns something that JSON changes",
    level=Level.WARNING,
    also=(Level.INFO,),
    holds_for=lambda engine: not engine.codec.kind.keeps_types,
)


def check(handler: Handler, report: Report) -> None:
    """Report results that come back as something else."""
    failing = {use.step for use in missing_attributes(handler)}  # attribute-on-step-result
    failing |= {lost.use.step for lost in lost_uses(handler)}
    failing |= {use.step for use in uncallable_members(handler)}
    codec = handler.profile.codec
    kind = codec.kind
    used = {use.step for use in handler.result_uses}
    broken: dict[StepCall, tuple[ResultUse, str]] = {}
    for use in handler.result_uses:
        why = breaking(use)
        if why is not None:
            broken.setdefault(use.step, (use, why))
    for step in handler.steps:
        if step in failing or (kind is Format.JSON_STRINGIFY and step not in used):
            continue
        for returned in step.returned:
            change = next(changes(shapes_of(returned.value, handler.base_classes, kind)), None)
            if change is None or returned.node is None:
                continue
            if handler.rejected(returned.value) is not None and not codec.drops:
                continue  # unserializable-step-result
            if step in broken:
                _report_broken(report, step, returned, *broken[step])
            else:
                _report(report, Level.INFO, step, returned, *change)


def _report(
    report: Report,
    level: Level,
    step: StepCall,
    returned: Returned,
    place: tuple[object, ...],
    shape: JsonShape,
    why: str = "",
) -> FindingBuilder:
    words = returned.site.module.words
    where = spelled_place(place, words)
    came = after(shape, words)
    what = f"{before(shape)} in `{where}`" if where else before(shape)
    message = f"{step_label(step)} returns {what}, and {came} comes back from JSON{why}"
    finding = report.add(level, returned.site, message).label(f"comes back as {came}")
    return finding.help("return what JSON can hold, or rebuild it after the step")


def _report_broken(report: Report, step: StepCall, returned: Returned, use: ResultUse, why: str) -> None:
    """Report a result that comes back as something with which a use of it no longer works."""
    shape = next(shape for shape in use.shapes if shape.is_changed)
    finding = _report(report, Level.WARNING, step, returned, use.result.place or (), shape, f": {why}")
    finding.sink(use.site, why).notes(inside(use))
