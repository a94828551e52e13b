"""# payload-not-parsed

## What it does

Finds attributes of `context.request_payload` where only the annotation of the context says that the payload is a model:
`AsyncWorkflowContext[Order]`.

## Why it breaks on replay

The annotation parses nothing. The payload is what JSON decodes to, a dictionary, so the attribute is an `AttributeError` in every
delivery.

Types in TypeScript convert nothing, either: a `Date` arrives as text, a `Map` as an empty object, an object of a class without its
methods.

## Example

```python
class Order(BaseModel):
    order_id: str

@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[Order]) -> None:
    order_id = context.request_payload.order_id
    await context.run("ship", lambda: ship(order_id))
```

```typescript
interface Order {
  due: Date;
}

export const { POST } = serve<Order>(async (context) => {
  await context.run("charge", () => charge(context.requestPayload.due.getFullYear()));
});
```

## Use instead

```python
class Order(BaseModel):
    order_id: str

@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[dict]) -> None:
    order = Order.model_validate(context.request_payload)
    await context.run("ship", lambda: ship(order.order_id))
```

```typescript
interface Order {
  due: string;
}

export const { POST } = serve<Order>(async (context) => {
  await context.run("charge", () => charge(new Date(context.requestPayload.due).getFullYear()));
});
```

An `initial_payload_parser` that returns a model does not help: the SDK encodes what it returns as JSON, and
fails.
"""

from __future__ import annotations

from wflint.rules.api import (
    Collection,
    Format,
    Handler,
    InputAccess,
    Level,
    Object,
    Payload,
    Report,
    Rule,
    UseKind,
    is_type_test,
    with_article,
)
from wflint.serialization.javascript.members import lacks
from wflint.serialization.json_roundtrip import shapes_of
from wflint.serialization.shapes import JsonShape, shapes_at

RULE = Rule(
    code="WF608",
    summary="The payload is used as a model but never parsed into one",
    level=Level.ERROR,
    include_helpers=False,
    holds_for=lambda engine: bool(engine.registration.parser),
)

# Classes whose objects are what JSON gives, whatever they are called in the annotation.
_DATA = frozenset(
    {
        "builtins.dict", "builtins.list", "builtins.str", "builtins.int", "builtins.float", "typing.TypedDict",
        "typing_extensions.TypedDict", "typing.Dict", "collections.UserDict", "typing.Mapping", "collections.abc.Mapping",
    }
)  # fmt: skip
_DICT = frozenset(dir(dict))
_PLAIN = frozenset[str]().union(*map(dir, (dict, list, str, int, float, bool, None)))
_MORE = 3
_CAME = {"str": "text", "dict": "a plain object"}


def check(handler: Handler, report: Report) -> None:
    """Report attributes of a payload that is a dictionary, or of a part of it that JSON has changed."""
    if handler.profile.codec.kind is Format.JSON_STRINGIFY:
        _check_fields(handler, report)
        return
    registration, model = handler.registration, _model(handler)
    if registration is None or not handler.promised.always(lambda ref: isinstance(ref, (Object, Collection))):
        return
    options = registration.options
    if handler.profile.registration.parser in options.keywords or options.rest is not None:
        return
    members = _DICT if model is not None else _PLAIN
    accesses = [access for access in handler.input_accesses if _fails(access, members)]
    if not accesses or any(is_type_test(access.used) for access in handler.input_accesses):
        return
    first = accesses[0]
    why = (
        f"The annotation parses nothing: the payload is a dictionary and no `{model}`"
        if model is not None
        else "Nobody makes an object of the payload, which is plain data as its annotation says"
    )
    message = f"{why}, so `.{first.used.name}` fails with `AttributeError`"
    finding = report.error(first.anchor, message).label("no such attribute")
    finding.chain(first.chain, "used as a model here")
    others = dict.fromkeys(access.anchor for access in accesses if access.anchor != first.anchor)
    for site in list(others)[:_MORE]:
        finding.note(site, "and here")
    example = f", as in `{model}(**context.request_payload)`" if model else ""
    finding.help(
        f"make {with_article(f'`{model}`' if model else 'model')} of it in the handler{example}, or subscript it"
    )


def _check_fields(handler: Handler, report: Report) -> None:
    """Report members of what the payload's type promises that are lost on the way."""
    registration = handler.registration
    if registration is None or registration.options.rest is not None or handler.promised.is_top:
        return
    described = handler.profile.registration
    if not {described.parser, described.schema}.isdisjoint(registration.options.keywords):
        return
    shapes = shapes_of(handler.promised, handler.base_classes, handler.profile.codec.kind)
    reported: set[tuple[object, ...]] = set()
    for access in handler.input_accesses:
        used = access.used
        if not isinstance(used.of, Payload) or used.use is not UseKind.ITEM or not used.sure:
            continue
        place = used.of.place
        found = shapes_at(shapes, place) if place or used.of.whole else ()
        if not found or place in reported or not all(lacks(shape, used.name) for shape in found):
            continue
        reported.add(place)
        _report_field(report, access, found[0])


def _report_field(report: Report, access: InputAccess, shape: JsonShape) -> None:
    name, words = access.used.name, access.anchor.module.words
    came = _CAME.get(shape.type, "plain data")
    message = (
        f"The payload came as JSON: what its type calls {with_article(f'`{shape.was}`')} is {came}, "
        f"and `.{name}` of it is `{words.null}`"
    )
    finding = report.error(access.anchor, message).label(f"{came} has no `{name}`")
    finding.chain(access.chain, "used here")
    finding.help(
        f"say what comes, and make the {shape.was} of it: `new {shape.was}()`"
        if shape.type == "str"
        else "say what comes, plain data, and make what you need of it in the handler"
    )


def _model(handler: Handler) -> str | None:
    """Return the class that the context's annotation promises the payload to be; `None` where it may be plain data."""
    promised = handler.promised.only
    if not isinstance(promised, Object) or not _DATA.isdisjoint(handler.base_classes(promised.class_)):
        return None
    return promised.class_.class_.name


def _fails(access: InputAccess, members: frozenset[str]) -> bool:
    """Return whether an attribute of the whole payload is read that none of its types has."""
    used = access.used
    is_attribute = used.use is UseKind.ATTRIBUTE and used.sure
    is_whole = isinstance(used.of, Payload) and used.of.whole
    return is_attribute and is_whole and used.name not in members
