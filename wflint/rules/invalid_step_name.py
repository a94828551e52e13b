"""# invalid-step-name

## What it does

Finds step names that are empty, `None` or any other constant that counts as false, names that are no text, and names of
`context.call` with letters beyond ASCII.

## Why it breaks on replay

The SDK rejects a step without a name: the run never starts. A number works in Python only, and is rejected in TypeScript. The name of a call travels in an HTTP header, which takes ASCII only.

## Example

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("", lambda: 42)
    await context.run(2, lambda: 42)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("", () => 42);
});
```

## Use instead

```python
@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    await context.run("charge", lambda: 42)
    await context.run("2", lambda: 42)
```

```typescript
export const { POST } = serve(async (context) => {
  await context.run("charge", () => 42);
});
```

## Fix safety

`str(...)` around a name that is no text is safe for new runs. The name in the log of a run in flight is no text, so such runs
fail.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Const,
    FixDraft,
    Handler,
    Instance,
    Level,
    Problem,
    Ref,
    Report,
    Rule,
    Site,
    StepCall,
    breaks,
    ir,
    name_site,
)

RULE = Rule(
    code="WF404",
    summary="A step's name is empty or no text",
    level=Level.ERROR,
    holds_for=lambda engine: any((engine.identity.unnamed, engine.identity.untyped)),
)

_NO_TEXT = frozenset({"int", "float", "bool", "bytes", "complex", "uuid.UUID", "NoneType"})
_AS_TEXT = "make it text: `str(...)`"


def check(handler: Handler, report: Report) -> None:
    """Report names that the engine rejects, or that only this SDK takes."""
    for step in handler.steps:
        problem = _problem(step)
        if problem is not None:
            site = name_site(step)
            finding = report.problem(site, problem).label("no valid name")
            finding.fix(_as_text(site) if problem.help is _AS_TEXT else None)


def _problem(step: StepCall) -> Problem | None:
    """Return what is wrong with a step's name; `None` where nothing is, or that is not known."""
    identity = step.context.profile.identity
    if step.name is not None and step.name.value.always(_is_empty):
        if identity.optional:
            return None
        if identity.unnamed is not None:
            message = f'A step without a name is rejected with "{identity.unnamed}": the run never starts'
            return Problem(Level.ERROR, message, "name the step")
    alternatives = step.name.value.alternatives if step.name is not None else ()
    is_known = step.name is not None and not step.name.value.is_open
    types = [_type(ref) for ref in alternatives] if is_known else []
    if identity.untyped is not None and types and all(types) and not _is_misplaced(step):
        message = (
            f"The name of this step is no text but of type `{types[0]}`, which {identity.untyped.message}"
        )
        help_ = "name the step" if types[0] == "NoneType" else _AS_TEXT
        return Problem(identity.untyped.level or Level.ERROR, message, help_)
    if step.method.name_in_header and step.name is not None and _is_foreign(step.name.node, alternatives):
        message = "The name of a call travels in an HTTP header, which carries ASCII only"
        return Problem(Level.WARNING, message, "name it in ASCII")
    return None


def _is_misplaced(step: StepCall) -> bool:
    """Return whether the value is not meant for a name, because the name was forgotten or stands behind it."""
    if not step.method.parameters:
        return False  # it is said where a function is made a step
    second = step.arguments.get(step.method.parameters[-1])
    if second is None:
        return not step.open_arguments and len(step.method.parameters) > 1
    known = second.value.constant
    return step.method.duration is not None and known is not None and known.type == "str"


def _is_empty(ref: Ref) -> bool:
    match ref:
        case Const():
            return not ref.value
        case Collection():
            return ref.rest is None and not ref.items
        case _:
            return False


def _type(ref: Ref) -> str | None:
    """Return the type of something that is certainly no text."""
    match ref:
        case Const() | Instance():
            name = ref.type.removeprefix("builtins.")
            return name.rpartition(".")[2] if name in _NO_TEXT else None
        case Collection():
            return ref.kind.value
        case _:
            return None


def _is_foreign(node: ir.Expr | None, alternatives: tuple[Ref, ...]) -> bool:
    """Return whether a constant part of a name is not ASCII."""
    parts = node.parts if isinstance(node, ir.Template) else ()
    written = [part.value for part in parts if isinstance(part, ir.Literal)]
    known = [ref.value for ref in alternatives if isinstance(ref, Const)]
    return any(isinstance(text, str) and not text.isascii() for text in (*written, *known))


def _as_text(site: Site) -> FixDraft:
    return breaks("make it text", lambda rewrite: rewrite.apply(site, site.module.words.as_text))
