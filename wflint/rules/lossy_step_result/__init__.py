"""# lossy-step-result

## What it does

Finds step functions that return something that JSON changes: a tuple or named tuple (a list comes back), a dictionary whose keys are
no text (they come back as text), a member of a `str` or `int` enum (its value comes back), a `Counter`, `defaultdict` or `OrderedDict`
(a plain dictionary comes back).

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

from collections.abc import Iterator

from wflint.rules._families.step_results import inside, missing_attributes
from wflint.rules.api import (
    Draft,
    Format,
    Handler,
    Level,
    Note,
    ResultPart,
    ResultUse,
    Returned,
    Role,
    Rule,
    StepCall,
    handler_note,
)
from wflint.rules.lossy_step_result.broken_uses import breaks
from wflint.serialization.json_roundtrip import JsonShape, JsonShapes, changes, images_of

RULE = Rule(
    code="WF502",
    summary="A step returns something that JSON changes",
    level=Level.WARNING,
    applies=lambda engine: engine.codec.kind is not Format.PICKLE,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find results that come back as something else."""
    attributes = {use.result.step for use in missing_attributes(handler)}
    broken: dict[StepCall, tuple[ResultUse, str]] = {}
    for use in handler.result_uses:
        why = breaks(use)
        if why is not None:
            broken.setdefault(use.result.step, (use, why))
    drafts: dict[object, Draft] = {}
    for step in handler.steps:
        if step not in attributes:
            for returned in step.returned:
                shapes = images_of(returned.value, handler.base_classes)
                draft = _draft(handler, step, returned, shapes, broken.get(step))
                if draft is not None and (draft.level is not Level.INFO or returned.site not in drafts):
                    drafts[returned.site] = draft
    yield from drafts.values()


def _draft(
    handler: Handler,
    step: StepCall,
    returned: Returned,
    shapes: JsonShapes,
    broken: tuple[ResultUse, str] | None,
) -> Draft | None:
    change = next(changes(shapes), None)
    if change is None or returned.node is None:
        return None
    where, json_shape = change if broken is None else _used_part(broken[0])
    place = f" in `{where}`" if where else ""
    message = f"{handler.label(step)} returns {_before(json_shape)}{place}, and {_after(json_shape)} comes back from JSON"
    notes = [handler_note(handler)]
    if broken is None:
        return Draft(
            Level.INFO, message, returned.site, f"comes back as {_after(json_shape)}", tuple(notes), _HELP
        )
    use, why = broken
    notes.append(Note(use.site, why, Role.SINK))
    notes.extend(inside(use))
    label_text = f"comes back as {_after(json_shape)}"
    return Draft(Level.WARNING, f"{message}: {why}", returned.site, label_text, tuple(notes), _HELP)


def _used_part(use: ResultUse) -> tuple[str, JsonShape]:
    """Where what a use looks at stands in the result, and what it is."""
    place = use.result.place or ()
    spelled = "".join("[...]" if isinstance(key, ResultPart) else f"[{key!r}]" for key in place)
    return spelled.replace("'", '"'), next(json_shape for json_shape in use.shapes if json_shape.is_changed)


_HELP = "return what JSON has, or make it again behind the step"


def _before(json_shape: JsonShape) -> str:
    if json_shape.keys:
        return f"a dictionary with keys of type {json_shape.keys}"
    return f"a member of {json_shape.was}" if json_shape.is_enum else f"a {json_shape.was}"


def _after(json_shape: JsonShape) -> str:
    if json_shape.keys:
        return "one with text for keys"
    if json_shape.is_enum:
        return "its value"
    return {"list": "a list", "dict": "a plain dictionary"}.get(json_shape.type, f"a {json_shape.type}")
