"""# missing-step-return

## What it does

Finds steps whose function never returns a value although the code behind the step uses their result as one: an item, an attribute, a
loop, arithmetic, or a condition.

## Why it breaks on replay

A step gives its function's return value and nothing else; what the function puts into variables is gone. A function without `return`
gives `None`, so the step is recorded, and the next delivery fails on the result: "TypeError: 'NoneType' object is not subscriptable",
again with every retry. A condition on it always takes the same way.

## Example

```python
@serve.post("/welcome")
async def welcome(context: AsyncWorkflowContext[dict]) -> None:
    def load():
        user = {"name": "Ada"}

    user = await context.run("load-user", load)
    await context.run("greet", lambda: greet(user["name"]))
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

## Fix safety

There is no fix: what to return is for the author to say.
"""

from __future__ import annotations

from wflint.rules._families.step_results import inside
from wflint.rules.api import (
    Handler,
    Level,
    Report,
    ResultUse,
    Rule,
    StepCall,
    UseKind,
    argument_site,
    ir,
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
_OPERATORS = frozenset({"+", "-", "*", "/", "//", "%", "**", "<", "<=", ">", ">=", "|", "&", "^", "@"})


def check(handler: Handler, report: Report) -> None:
    """Report functions whose result is always `None`, where something stumbles over it."""
    for use in handler.result_uses:
        step, why = use.step, _stumbling(use)
        if why is None or not use.result.whole or step.function is None or step.function.node is None:
            continue
        if _returns_nothing(handler, step):
            message = f"The function of {step_label(step)} never returns a value, so its result is `None`, and {why}"
            finding = report.error(argument_site(step, step.function), message).label("returns nothing")
            finding.sink(use.site, "used as a value here").notes(inside(use))
            finding.help("return the value from the function")


def _returns_nothing(handler: Handler, step: StepCall) -> bool:
    shapes = step_shapes(step, handler.base_classes)
    return bool(shapes) and all(shape.type == "NoneType" for shape in shapes)


def _stumbling(use: ResultUse) -> str | None:
    """Return what happens to `None` where it is used; `None` where nothing bad does."""
    used = use.used
    match used.use:
        case UseKind.ATTRIBUTE if not used.name.startswith("__"):
            failure = f"AttributeError: 'NoneType' object has no attribute '{used.name}'"
        case UseKind.ITEM | UseKind.ROUND | UseKind.MEMBERSHIP:
            failure = _FAILING[used.use]
        case UseKind.ARGUMENT if used.name in _REFUSING:
            failure = _REFUSING[used.name]
        case UseKind.ARGUMENT if used.name.endswith(_SPREAD):
            failure = "TypeError: argument after ** must be a mapping, not NoneType"
        case UseKind.OPERAND if used.name in _OPERATORS:
            failure = f"TypeError: unsupported operand type(s) for {used.name}"
        case UseKind.TEST if not _is_given(use.step):
            return "this condition never holds"
        case _:
            return None
    profile = use.step.context.profile
    who = f"this {profile.replay.handler}" if profile.codec.live else f"the next {profile.replay.one}"
    return f'{who} fails with "{failure}"'


def _is_given(step: StepCall) -> bool:
    """Return whether a helper runs a function that its caller gives, which may return something elsewhere."""
    node, function = step.function.node if step.function else None, step.caller
    return isinstance(node, ir.Name) and function is not None and node.id in function.parameter_names
