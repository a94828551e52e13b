"""# missing-step-return

## What it does

Finds steps whose function never returns a value although the code after the step uses their result as one: an item, an attribute, a
loop, arithmetic, or a condition.

## Why it breaks on replay

A step returns its function's return value and nothing else; what the function puts into variables is gone. A function without `return`
returns `None`, in TypeScript `undefined`, so the step is recorded, and the next delivery fails on the result: "TypeError: 'NoneType' object
is not subscriptable", "TypeError: Cannot read properties of undefined", again with every retry. A condition on it always goes the same way.
In TypeScript it often is a pair of braces: `() => { load(); }` returns nothing, `() => load()` what `load` returns.

## Example

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    def load():
        user = {"name": "Ada"}

    user = await context.run("load-user", load)
    await context.run("greet", lambda: greet(user["name"]))
```

```typescript
export const { POST } = serve(async (context) => {
  const user: any = await context.run("load-user", () => {
    loadUser();
  });
  await context.run("greet", () => greet(user.name));
});
```

## Use instead

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    def load():
        return {"name": "Ada"}

    user = await context.run("load-user", load)
    await context.run("greet", lambda: greet(user["name"]))
```

```typescript
export const { POST } = serve(async (context) => {
  const user: any = await context.run("load-user", () => loadUser());
  await context.run("greet", () => greet(user.name));
});
```

## Fix safety

There is no fix: only its author knows what to return.
"""

from __future__ import annotations

from wflint.rules._families.step_results import inside, is_iterated, named
from wflint.rules.api import (
    Const,
    Handler,
    Instance,
    Level,
    Report,
    ResultUse,
    Rule,
    StepCall,
    UseKind,
    ValueUse,
    argument_site,
    ir,
    is_optional,
    spelled,
    step_label,
)
from wflint.serialization.json_roundtrip import step_shapes

RULE = Rule(code="WF505", summary="A step returns nothing, and its result is used", level=Level.ERROR)

_FAILING = {
    UseKind.ITEM: "TypeError: 'NoneType' object is not subscriptable",
    UseKind.ROUND: "TypeError: 'NoneType' object is not iterable",
    UseKind.MEMBERSHIP: "TypeError: argument of type 'NoneType' is not iterable",
}
_REFUSING = {
    "builtins.len": "TypeError: object of type 'NoneType' has no len()",
    "builtins.int": "TypeError: int() argument must be a string, a bytes-like object or a real number, not 'NoneType'",
    "builtins.float": "TypeError: float() argument must be a string or a real number, not 'NoneType'",
    "datetime.datetime.fromisoformat": "TypeError: fromisoformat: argument must be str",
    "datetime.date.fromisoformat": "TypeError: fromisoformat: argument must be str",
}
"""What calls say to `None`."""
_SPREAD = "(**)"
_NUMBERS = frozenset({"int", "float", "bool"})
_ARITHMETIC = frozenset({"-", "*", "/", "%", "**"})
_ORDER = frozenset({"<", "<=", ">", ">="})
_OPERATORS = frozenset({"+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "|", "&", "^", "@"})


def check(handler: Handler, report: Report) -> None:
    """Report functions whose result is always `None`, where something stumbles over it."""
    for use in handler.result_uses:
        step, why = use.step, _stumbling(handler, use)
        if why is None or not use.result.whole or step.function is None or step.function.node is None:
            continue
        if _returns_nothing(handler, step):
            null = _null(handler, step)
            message = f"The function of {step_label(step)} never returns a value, so its result is `{null}`, and {why}"
            finding = report.error(argument_site(step, step.function), message).label("returns nothing")
            finding.sink(use.site, "used as a value here").notes(inside(use))
            finding.help("return the value from the function")


def _returns_nothing(handler: Handler, step: StepCall) -> bool:
    shapes = step_shapes(step, handler.base_classes)
    # What a helper gives as `null` in one round of a loop, it may give as something else in another.
    is_written = all(
        each.value.constant is None or each.value.constant.type != "null" or isinstance(each.node, ir.Literal)
        for each in step.returned
    )
    return is_written and bool(shapes) and all(shape.type == "NoneType" and not shape.was for shape in shapes)


def _null(handler: Handler, step: StepCall) -> str:
    """Return the value that stands for none in a step's result."""
    returned = [each.value.constant for each in step.returned]
    is_written = any(each is not None and each.type == "null" for each in returned)
    return "null" if is_written else handler.site.module.words.null


def _stumbling(handler: Handler, use: ResultUse) -> str | None:
    """Return what happens where nothing is used as a value; `None` where nothing bad does."""
    is_silent = use.step.context.profile.codec.kind.is_javascript
    failure = _undefined(handler, use) if is_silent else _none(use)
    if failure is None and use.used.use is UseKind.TEST and not _is_given(use.step):
        return "this condition never holds"
    if failure is None or is_silent:
        return failure
    profile = use.step.context.profile
    who = f"this {profile.replay.handler}" if profile.codec.live else f"the next {profile.replay.one}"
    return f'{who} fails with "{failure}"'


def _undefined(handler: Handler, use: ResultUse) -> str | None:
    """Return what happens to `undefined`, or `null`, as a clause; asking with `?.` does no harm."""
    used, node, null = use.used, use.used.site.node, _null(handler, use.step)
    where = f"the next {handler.profile.replay.one} fails with"
    match used.use:
        case UseKind.ITEM if used.name and not is_optional(node):
            if spelled(node).startswith("..."):
                return f"{where} \"TypeError: Cannot destructure property '{used.name}'\""
            return f"{where} \"TypeError: Cannot read properties of {null} (reading '{used.name}')\""
        case UseKind.ROUND if is_iterated(handler, node):
            return f'{where} "TypeError: {named(node)} is not iterable"'
        case UseKind.OPERAND if null == handler.site.module.words.null:
            return _calculated(used)
        case _:
            return None


def _calculated(used: ValueUse) -> str | None:
    """Return what an operator makes of `undefined`, as a clause."""
    other = used.key.value if used.key is not None else None
    is_number = other is not None and other.always(
        lambda ref: isinstance(ref, (Const, Instance)) and ref.type.removeprefix("builtins.") in _NUMBERS
    )
    if used.name in _ARITHMETIC or (used.name == "+" and is_number):
        return "this gives `NaN`"
    return "this is never true" if used.name in _ORDER else None


def _none(use: ResultUse) -> str | None:
    """Return the error that Python raises where `None` is used."""
    used = use.used
    match used.use:
        case UseKind.ATTRIBUTE if not used.name.startswith("__"):
            return f"AttributeError: 'NoneType' object has no attribute '{used.name}'"
        case UseKind.ITEM | UseKind.ROUND | UseKind.MEMBERSHIP:
            return _FAILING[used.use]
        case UseKind.ARGUMENT if used.name in _REFUSING:
            return _REFUSING[used.name]
        case UseKind.ARGUMENT if used.name.endswith(_SPREAD):
            return "TypeError: argument after ** must be a mapping, not NoneType"
        case UseKind.OPERAND if used.name in _OPERATORS:
            return f"TypeError: unsupported operand type(s) for {used.name}"
        case _:
            return None


def _is_given(step: StepCall) -> bool:
    """Return whether a helper runs a function that its caller gives, which may return something elsewhere."""
    node, function = step.function.node if step.function else None, step.caller
    return isinstance(node, ir.Name) and function is not None and node.id in function.parameter_names
