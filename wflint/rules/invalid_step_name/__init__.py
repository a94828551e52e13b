"""# invalid-step-name

## What it does

Finds step names that are empty, `None` or any other constant that counts as false, names that are not text, and names
of `context.call` with letters beyond ASCII.

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

Text takes the name's place: `str(...)`, or `String(...)` in TypeScript, where a number stands after what the step's function calls. The log
of a run in flight has the other name, so the fix is *drain*, or *safe* with an engine that finds steps by name.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Const,
    FixClass,
    FixDraft,
    Handler,
    HeaderLetters,
    Instance,
    Level,
    Problem,
    Ref,
    Report,
    Rule,
    StepCall,
    argument_site,
    breaks,
    ir,
    name_site,
)
from wflint.rules.invalid_step_name.textless_parts import textless_part

RULE = Rule(
    code="WF404",
    summary="A step's name is empty or not a string",
    level=Level.ERROR,
    also=(Level.WARNING,),
    holds_for=lambda engine: any((engine.identity.unnamed, engine.identity.untyped)),
    fixes=(FixClass.SAFE, FixClass.DRAIN),
)

_NO_TEXT = frozenset({"int", "float", "bool", "bytes", "complex", "uuid.UUID", "NoneType"})
_NUMBERS = frozenset({"int", "float"})
_BREAKS = ("\n", "\r", "\0")


def check(handler: Handler, report: Report) -> None:
    """Report names that the engine rejects, or that only this SDK takes."""
    for step in handler.steps:
        if _has_empty_name(step) and step.context.profile.identity.optional:
            continue
        problem = (
            _empty(step) or _no_text(handler, step) or _foreign_letters(step) or textless_part(handler, step)
        )
        if problem is not None:
            report.problem(name_site(step), problem).label("not a valid name")


# --- names without a letter ---


def _has_empty_name(step: StepCall) -> bool:
    return step.name is not None and step.name.value.always(_is_empty)


def _is_empty(ref: Ref) -> bool:
    match ref:
        case Const():
            return not ref.value
        case Collection():
            return ref.rest is None and not ref.items
        case _:
            return False


def _empty(step: StepCall) -> Problem | None:
    """Return what is wrong with a name that is always empty."""
    unnamed = step.context.profile.identity.unnamed
    if unnamed is None or not _has_empty_name(step):
        return None
    message = f'A step without a name is rejected with "{unnamed}": the run never starts'
    return Problem(Level.ERROR, message, "name the step")


# --- names of another type ---


def _no_text(handler: Handler, step: StepCall) -> Problem | None:
    """Return what is wrong with a name that is certainly no text."""
    untyped, words = step.context.profile.identity.untyped, step.site.module.words
    types = _types(step)
    if untyped is None or not types or not all(types) or _is_misplaced(step):
        return None
    is_null = types[0] == "NoneType"
    type_ = "NoneType" if is_null else words.types.get(str(types[0]), types[0])
    message = f"The name of this step is not text but of type `{type_}`, which {untyped.message}"
    level = untyped.level or Level.ERROR
    if is_null:
        return Problem(level, message, "name the step")
    return Problem(level, message, f"make it text with `{words.as_text.format('')}`", _as_text(handler, step))


def _has_number(step: StepCall) -> bool:
    types = _types(step)
    return bool(types) and all(each in _NUMBERS for each in types)


def _as_text(handler: Handler, step: StepCall) -> FixDraft:
    site, function, template = name_site(step), step.function, step.site.module.words.as_text
    if function is None or function.node is None or not _has_number(step):
        return breaks("make it text", lambda rewrite: rewrite.apply(site, template))
    given = argument_site(step, function)
    return breaks(
        "make it text",
        lambda rewrite: rewrite.name_by_function(site, given, handler.writer, template),
    )


def _types(step: StepCall) -> list[str | None]:
    """Return what types the name may have, `None` for what may be text; nothing where they are not all known."""
    if step.name is None or step.name.value.is_open:
        return []
    return [_type(ref) for ref in step.name.value.alternatives]


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


def _is_misplaced(step: StepCall) -> bool:
    """Return whether the value is not meant for a name, because the name was forgotten or stands after it."""
    if not step.method.parameters:
        return False  # the name was given when the function was made a step
    second = step.arguments.get(step.method.parameters[-1])
    if second is None:
        return not step.open_arguments and len(step.method.parameters) > 1
    known = second.value.constant
    return step.method.duration is not None and known is not None and known.type == "str"


# --- names that travel in a header ---


def _foreign_letters(step: StepCall) -> Problem | None:
    """Return what is wrong with a name that travels in a header which does not carry it."""
    letters = step.context.profile.identity.letters
    text = _not_carried(step, letters) if step.method.name_in_header else None
    if text is None:
        return None
    is_broken = letters.breaks and any(each in text for each in _BREAKS)
    outcome = letters.breaks if is_broken else letters.message
    message = f"The name of a call travels in an HTTP header, which carries {letters.title} only{outcome}"
    return Problem(letters.level, message, f"name it in {letters.title}")


def _not_carried(step: StepCall, letters: HeaderLetters) -> str | None:
    """Return a constant part of a name that a header does not carry."""
    if step.name is None:
        return None
    parts = step.name.node.parts if isinstance(step.name.node, ir.Template) else ()
    written = [part.value for part in parts if isinstance(part, ir.Literal)]
    known = [ref.value for ref in step.name.value.alternatives if isinstance(ref, Const)]
    texts = (text for text in (*written, *known) if isinstance(text, str))
    return next((text for text in texts if not letters.carry(text)), None)
