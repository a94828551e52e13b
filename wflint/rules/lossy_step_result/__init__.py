"""# lossy-step-result

## What it does

Finds step functions that return something that JSON changes: a tuple or named tuple (a list comes back), a dictionary whose keys are
no text (they come back as text), a member of a `str` or `int` enum (its value comes back), a `Counter`, `defaultdict` or `OrderedDict`
(a plain dictionary comes back). With engines that store the text of what JSON lacks, that is a datetime, a `UUID` or a `Decimal` as well.

It is a warning where the code behind the step does something with the result that no longer works, else only information.

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

## Use instead

```python
@serve.post("/prices")
async def prices(context: AsyncWorkflowContext[dict]) -> None:
    found = await context.run("get-prices", lambda: {"1": "9.90", "2": "19.90"})
    await context.run("show-price", lambda: show(found.get("1")))
```

## Fix safety

There is no fix: what the code should do with the changed value is for its author to say.
"""

from __future__ import annotations

from wflint.rules._families.step_results import inside, missing_attributes
from wflint.rules.api import (
    FindingBuilder,
    Format,
    Handler,
    Level,
    Report,
    ResultPart,
    ResultUse,
    Returned,
    Rule,
    StepCall,
    step_label,
    with_article,
)
from wflint.rules.lossy_step_result.broken_uses import breaking
from wflint.serialization.json_roundtrip import JsonShape, changes, shapes_of

RULE = Rule(
    code="WF502",
    summary="A step returns something that JSON changes",
    level=Level.WARNING,
    holds_for=lambda engine: engine.codec.kind is not Format.PICKLE,
)


def check(handler: Handler, report: Report) -> None:
    """Report results that come back as something else."""
    failing = {use.step for use in missing_attributes(handler)}  # attribute-on-step-result
    broken: dict[StepCall, tuple[ResultUse, str]] = {}
    for use in handler.result_uses:
        why = breaking(use)
        if why is not None:
            broken.setdefault(use.step, (use, why))
    for step in handler.steps:
        for returned in step.returned if step not in failing else ():
            kind = handler.profile.codec.kind
            change = next(changes(shapes_of(returned.value, handler.base_classes, kind)), None)
            if change is None or returned.node is None or handler.rejected(returned.value) is not None:
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
    where: str,
    shape: JsonShape,
    why: str = "",
) -> FindingBuilder:
    place, after = f" in `{where}`" if where else "", _after(shape)
    message = f"{step_label(step)} returns {_before(shape)}{place}, and {after} comes back from JSON{why}"
    finding = report.add(level, returned.site, message).label(f"comes back as {after}")
    return finding.help("return what JSON has, or make it again behind the step")


def _report_broken(report: Report, step: StepCall, returned: Returned, use: ResultUse, why: str) -> None:
    """Report a result that comes back as something with which a use of it no longer works."""
    keys = ("[...]" if isinstance(key, ResultPart) else f"[{key!r}]" for key in use.result.place or ())
    where = "".join(keys).replace("'", '"')
    shape = next(shape for shape in use.shapes if shape.is_changed)
    finding = _report(report, Level.WARNING, step, returned, where, shape, f": {why}")
    finding.sink(use.site, why).notes(inside(use))


def _before(shape: JsonShape) -> str:
    if shape.keys:
        return f"a dictionary with keys of type {shape.keys}"
    return f"a member of {shape.was}" if shape.is_enum else with_article(shape.was)


def _after(shape: JsonShape) -> str:
    if shape.keys:
        return "one with text for keys"
    if shape.is_enum:
        return "its value"
    return {"list": "a list", "dict": "a plain dictionary", "str": "text"}.get(
        shape.type, with_article(shape.type)
    )
