"""# attribute-on-step-result

## What it does

Finds attributes that are read from a step's result where the result is a `dict` or `list`: the step returned a dictionary, a named
tuple, a `Counter`, or a member of an enum.

## Why it breaks on replay

A step's result is stored as JSON and comes back as plain data, in the delivery that ran the step as well. Named tuples come back as
lists, members of enums as their values, and a dictionary has keys, not attributes. So the code behind the step fails with
"AttributeError: 'dict' object has no attribute ...", again with each retry, and the run fails.

## Example

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    user = await context.run("load-user", lambda: {"name": "Ada"})
    await context.run("greet", lambda: greet(user.name))
```

## Use instead

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    user = await context.run("load-user", lambda: {"name": "Ada"})
    await context.run("greet", lambda: greet(user["name"]))
```

## Fix safety

Reading the key is safe: no run could get past this attribute.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.step_results import inside, missing_attributes, told_once, where_recorded
from wflint.rules.api import Draft, FixDraft, Format, Handler, Level, ResultUse, Rule, handler_note, keeps
from wflint.serialization.json_roundtrip import JsonShape

RULE = Rule(
    code="WF504",
    summary="An attribute is read from a step's result",
    level=Level.ERROR,
    applies=lambda engine: engine.codec.kind is not Format.PICKLE,
)


def check(handler: Handler) -> Iterator[Draft]:
    """Find attributes that plain data does not have."""
    for use in told_once(missing_attributes(handler)):
        shapes = [json_shape for json_shape in use.shapes if json_shape.type != "NoneType"]
        name, first = use.used.name, shapes[0]
        label = handler.label(use.result.step)
        came = f", where {label} returned a {first.was}" if first.was else ""
        yield Draft(
            Level.ERROR,
            f"The result of {label} comes back from JSON as a {first.type}{came}, so `.{name}` fails with "
            f"\"AttributeError: '{first.type}' object has no attribute '{name}'\"",
            use.site,
            f"a {first.type} has no `{name}`",
            (handler_note(handler), where_recorded(use), *inside(use)),
            _help(first, name),
            fix=_fix(use) if all(each.type == "dict" and name in each.items for each in shapes) else None,
        )


def _fix(use: ResultUse) -> FixDraft | None:
    """Read the key, where the attribute is read in the handler itself."""
    if tuple(inside(use)):
        return None
    return keeps("read the key", lambda rewrite: rewrite.read_key(use.site))


def _help(json_shape: JsonShape, name: str) -> str:
    if json_shape.type == "dict" and (name in json_shape.items or not json_shape.items):
        return f'read the key: `["{name}"]`'
    if json_shape.type == "list" and json_shape.was not in ("", "tuple"):
        return f"return a dictionary from the step, or make a {json_shape.was} of the result again: `{json_shape.was}(*result)`"
    if json_shape.is_enum:
        return f"the result is the value already; `{json_shape.was}(result)` gives the member again"
    return "make the object that has it from the plain data again, behind the step"
