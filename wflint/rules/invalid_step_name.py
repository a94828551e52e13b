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

Text in the name's place is safe for new runs: `str(...)`, or `String(...)` in TypeScript, where a number stands behind what the step's
function calls. The name in the log of a run in flight is no text, so such runs fail.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules._families.step_results import named
from wflint.rules.api import (
    Collection,
    Const,
    FixDraft,
    Handler,
    HeaderLetters,
    Instance,
    Level,
    Object,
    Payload,
    Problem,
    Ref,
    Report,
    Rule,
    StepCall,
    Value,
    Words,
    argument_site,
    breaks,
    ir,
    name_site,
    value_of,
)

RULE = Rule(
    code="WF404",
    summary="A step's name is empty or no text",
    level=Level.ERROR,
    holds_for=lambda engine: any((engine.identity.unnamed, engine.identity.untyped)),
)

_NO_TEXT = frozenset({"int", "float", "bool", "bytes", "complex", "uuid.UUID", "NoneType"})
_NUMBERS = frozenset({"int", "float"})
_BREAKS = ("\n", "\r", "\0")


def check(handler: Handler, report: Report) -> None:
    """Report names that the engine rejects, or that only this SDK takes."""
    for step in handler.steps:
        problem = _problem(handler, step)
        if problem is not None:
            site = name_site(step)
            finding = report.problem(site, problem).label("no valid name")
            finding.fix(_as_text(handler, step) if problem.help == _to_text(site.module.words) else None)


def _problem(handler: Handler, step: StepCall) -> Problem | None:
    """Return what is wrong with a step's name; `None` where nothing is, or that is not known."""
    identity, words = step.context.profile.identity, step.site.module.words
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
        type_ = words.types.get(str(types[0]), types[0]) if types[0] != "NoneType" else types[0]
        message = f"The name of this step is no text but of type `{type_}`, which {identity.untyped.message}"
        help_ = "name the step" if types[0] == "NoneType" else _to_text(words)
        return Problem(identity.untyped.level or Level.ERROR, message, help_)
    if step.method.name_in_header and step.name is not None:
        letters, text = identity.letters, _foreign(step.name.node, alternatives, identity.letters)
        if text is not None:
            said = (
                letters.breaks
                if any(each in text for each in _BREAKS) and letters.breaks
                else letters.message
            )
            message = (
                f"The name of a call travels in an HTTP header, which carries {letters.title} only{said}"
            )
            return Problem(letters.level, message, f"name it in {letters.title}")
    return _unspoken(handler, step) if step.name is not None else None


def _to_text(words: Words) -> str:
    return f"make it text: `{words.as_text.format('...')}`"


def _unspoken(handler: Handler, step: StepCall) -> Problem | None:
    """Return what is wrong with a name that is put together of what has no text of its own."""
    words = step.site.module.words
    node = step.name.node if step.name is not None else None
    for part in _parts(node) if node is not None and words.object_text else ():
        value = value_of(handler, part)
        if value.always(lambda ref: isinstance(ref, Const) and ref.value is None):
            known = value.constant
            shown = known.type if known is not None and known.type == "null" else words.null
        elif value.always(lambda ref: _has_no_text(handler, ref)):
            shown = words.object_text
        else:
            continue
        message = f'This name holds "{shown}", as `{named(part)}` is {_what(value, shown)}'
        return Problem(Level.WARNING, message, "put in what tells the steps apart")
    return None


def _parts(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the expressions that a name is put together of."""
    match node:
        case ir.Template():
            yield from node.parts
        case ir.Operation(op="+"):
            for operand in node.operands:
                yield from _parts(operand)
        case ir.Literal():
            pass
        case _:
            yield node


def _has_no_text(handler: Handler, ref: Ref) -> bool:
    if isinstance(ref, Payload):
        # The whole of it is what its type says; its parts may have been made anything by whoever checked it.
        return ref.whole and handler.promised.always(lambda each: isinstance(each, Object) or _is_plain(each))
    return _is_plain(ref)


def _is_plain(ref: Ref) -> bool:
    return isinstance(ref, Collection) and ref.kind is ir.ContainerKind.DICT and "toString" not in ref.items


def _what(value: Value, shown: str) -> str:
    return "an object" if isinstance(value.only, (Collection, Payload)) else f"`{shown}` here"


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


def _foreign(node: ir.Expr | None, alternatives: tuple[Ref, ...], letters: HeaderLetters) -> str | None:
    """Return a constant part of a name that a header does not carry."""
    parts = node.parts if isinstance(node, ir.Template) else ()
    written = [part.value for part in parts if isinstance(part, ir.Literal)]
    known = [ref.value for ref in alternatives if isinstance(ref, Const)]
    texts = (text for text in (*written, *known) if isinstance(text, str))
    return next((text for text in texts if not letters.carry(text)), None)


def _as_text(handler: Handler, step: StepCall) -> FixDraft:
    site, function = name_site(step), step.function
    template = site.module.words.as_text
    alternatives = step.name.value.alternatives if step.name is not None else ()
    is_number = bool(alternatives) and all(_type(ref) in _NUMBERS for ref in alternatives)
    if function is None or function.node is None or not is_number:
        return breaks("make it text", lambda rewrite: rewrite.apply(site, template))
    given = argument_site(step, function)
    return breaks(
        "make it text",
        lambda rewrite: rewrite.name_by_function(site, given, handler.writer, template),
    )
