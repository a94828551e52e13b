"""# attribute-on-step-result

## What it does

Finds attributes that are read from a step's result and that are gone, because the result has been through JSON.

In Python the result is a `dict` or `list`: the step returned a dictionary, a named tuple, a `Counter`, or a member of an enum. Where the
step's result is unknown, it finds attributes that no value from JSON has.

In TypeScript the step returned a `Date`, a `Map`, a `Set`, a `Response`, an `Error`, a `Buffer`, an object of a class or the like. It finds
members of these that are read or called, `instanceof` with their class, and loops over what was a `Map` or `Set`.

## Why it breaks on replay

A step's result is stored as JSON and comes back as plain data, in the delivery that ran the step as well. Named tuples come back as
lists, members of enums as their values, and a dictionary has keys, not attributes. So the code after the step fails with
"AttributeError: 'dict' object has no attribute ...", and again on every retry, and the run fails.

In TypeScript a `Date` comes back as text, and a `Map`, `Set`, `Response` or `Error` as `{}`, while the compiler believes that it still has the type that
the function returned. A method fails with "TypeError: at.getHours is not a function"; a field such as `response.ok` is `undefined`, and the code goes on with it.

## Example

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    user = await context.run("load-user", lambda: {"name": "Ada"})
    await context.run("greet", lambda: greet(user.name))
```

```typescript
export const { POST } = serve(async (context) => {
  const placedAt = await context.run("place", () => new Date());
  await context.run("remind", () => remind(placedAt.getTime()));
});
```

## Use instead

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    user = await context.run("load-user", lambda: {"name": "Ada"})
    await context.run("greet", lambda: greet(user["name"]))
```

```typescript
export const { POST } = serve(async (context) => {
  const placedAt = await context.run("place", () => new Date().toISOString());
  await context.run("remind", () => remind(new Date(placedAt).getTime()));
});
```

## Fix safety

Reading the key is safe: no run could get past this attribute. In TypeScript, a `Date` or a `URL` is made of the recorded text again after the step, which is safe as
well. A step that returns a `Map`, a `Set` or the like returns plain data from then on, of which the value is made again; runs in flight have recorded `{}`,
and have to be drained.
"""

from __future__ import annotations

from wflint.rules._families.carried_results import carried, may_be_promise
from wflint.rules._families.encoding import codec_in
from wflint.rules._families.lost_members import LostUse, lost_uses, remedy, uncallable_members
from wflint.rules._families.step_results import after, before, given_shapes, inside, missing_attributes
from wflint.rules.api import (
    FixClass,
    FixDraft,
    Handler,
    Level,
    Report,
    ResultUse,
    Rule,
    changes_result,
    ir,
    keeps,
    name_site,
    spelled,
    step_label,
    with_article,
)
from wflint.serialization.shapes import JsonShape

RULE = Rule(
    code="WF504",
    summary="An attribute is read from a step's result",
    level=Level.ERROR,
    holds_for=lambda engine: not engine.codec.kind.keeps_types,
    fixes=(FixClass.SAFE, FixClass.DRAIN),
)

_REMADE = "rebuild the object from the plain data after the step"


def check(handler: Handler, report: Report) -> None:
    """Report attributes that plain data does not have."""
    for lost in lost_uses(handler):
        _report_lost(handler, report, lost)
    for use in uncallable_members(handler):
        finding = report.error(use.site, _of_uncallable(use))
        finding.label(f"no plain data has a method `{use.used.name}`")
        finding.step(name_site(use.step), "this result was stored as JSON").notes(inside(use)).help(_REMADE)
    for use in missing_attributes(handler):
        shape = next(iter(given_shapes(use)), None)
        finding = report.error(use.site, _message(use, shape))
        finding.label(f"{with_article(shape.type) if shape else 'plain data'} has no `{use.used.name}`")
        finding.step(name_site(use.step), "this result was stored as JSON").notes(inside(use))
        finding.help(_help(shape, use.used.name) if shape else _REMADE).fix(_fix(use))


def _of_uncallable(use: ResultUse) -> str:
    name = use.used.name
    match use.used.site.node:
        case ir.Call(func=ir.Attribute(attr=attr) as func) if attr == name:
            failure = f'"TypeError: {spelled(func)} is not a function"'
        case _:
            failure = "`TypeError`"  # of a helper, no more is kept than which method it calls
    return (
        f"The result of {step_label(use.step)} comes back from JSON as plain data, whatever the step returned, "
        f"so `.{name}()` fails with {failure}"
    )


def _report_lost(handler: Handler, report: Report, lost: LostUse) -> None:
    """Report a use of what JSON has dropped without an error."""
    use, shape, words = lost.use, lost.shape, lost.use.site.module.words
    label, came = step_label(use.step), after(shape, words)
    message = f"The result of {label} comes back from JSON as {came}, where it returned {before(shape)}, so {lost.failure}"
    finding = report.error(use.site, message).label(f"{came} has nothing of {before(shape)}")
    finding.step(name_site(use.step), "this result was stored as JSON").notes(inside(use))
    finding.help(remedy(lost) or _REMADE).fix(_made_again(handler, lost))


def _message(use: ResultUse, shape: JsonShape | None) -> str:
    label, name = step_label(use.step), use.used.name
    if shape is None:
        return (
            f"The result of {label} comes back from JSON as plain data, whatever the step returned, "
            f"so `.{name}` fails with `AttributeError`"
        )
    came = f", where {label} returned {with_article(shape.was)}" if shape.was else ""
    return (
        f"The result of {label} comes back from JSON as {with_article(shape.type)}{came}, so `.{name}` fails with "
        f"\"AttributeError: '{shape.type}' object has no attribute '{name}'\""
    )


def _help(shape: JsonShape, name: str) -> str:
    if shape.type == "dict" and (name in shape.items or not shape.items):
        return f'read the key: `["{name}"]`'
    if shape.type == "list" and shape.was not in ("", "tuple"):
        return (
            f"return a dictionary from the step, or make {with_article(shape.was)} of the result again: "
            f"`{shape.was}(*result)`"
        )
    if shape.is_enum:
        return f"the result is the value already; `{shape.was}(result)` turns it back into the member"
    return _REMADE


def _fix(use: ResultUse) -> FixDraft | None:
    """Read the key, where the attribute is read in the handler itself and is always one."""
    shapes = given_shapes(use)
    is_key = all(shape.type == "dict" and use.used.name in shape.items for shape in shapes)
    if not shapes or not is_key or inside(use):
        return None
    return keeps("read the key", lambda rewrite: rewrite.read_key(use.site))


def _made_again(handler: Handler, lost: LostUse) -> FixDraft | None:
    """Make of the whole result what the step has returned, where it returns nothing else."""
    step = lost.use.step
    if lost.use.result.place != () or len(step.returned) != 1 or not step.method.parameters:
        return None
    returned = step.returned[0]
    codec = codec_in(handler, returned.value)
    if codec is None or codec.decode is None or returned.node is None:
        return None
    if lost.shape.type == "str":
        # JSON has always made this text of it.
        return keeps(
            "make the value again after the step", lambda rewrite: rewrite.decode_result(step.site, codec)
        )
    draft = carried(handler, step, returned, codec, awaits=may_be_promise(handler, step, returned))
    if draft is None:
        return None
    return changes_result("return plain data, and make the value again after the step", draft.rewrite)
