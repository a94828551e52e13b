"""# payload-not-parsed

## What it does

Finds attributes of `context.request_payload` where only the annotation of the context says that the payload is a model:
`AsyncWorkflowContext[Order]`.

## Why it breaks on replay

The annotation parses nothing. The payload is what JSON gives, a dictionary, so the attribute is an `AttributeError` in every delivery.

## Example

```python
class Order(BaseModel):
    order_id: str

@serve.post("/orders")
async def orders(context: AsyncWorkflowContext[Order]) -> None:
    order_id = context.request_payload.order_id
    await context.run("ship", lambda: ship(order_id))
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

An `initial_payload_parser` that returns a model is no way out: the SDK makes JSON of what it returns, and fails.
"""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Draft,
    Handler,
    Level,
    Note,
    Object,
    Payload,
    Rule,
    UseKind,
    chain_notes,
    handler_note,
)

RULE = Rule(
    code="WF608",
    summary="The payload is used as a model that nobody makes of it",
    level=Level.ERROR,
    whoever_calls=False,
    applies=lambda engine: bool(engine.registration.parser),
)

# Classes whose objects are what JSON gives, whatever they are called in the annotation.
_DATA = frozenset(
    {
        "builtins.dict", "builtins.list", "builtins.str", "builtins.int", "builtins.float", "typing.TypedDict",
        "typing_extensions.TypedDict", "typing.Dict", "collections.UserDict", "typing.Mapping", "collections.abc.Mapping",
    }
)  # fmt: skip
_MORE = 3


def check(handler: Handler) -> Iterator[Draft]:
    """Find attributes of a payload that is a dictionary."""
    model = handler.promised.only
    registration = handler.registration
    parser = handler.profile.registration.parser
    if registration is None or not isinstance(model, Object):
        return
    options = registration.options
    if parser in options.keywords or options.rest is not None:
        return
    if not _DATA.isdisjoint(handler.base_classes(model.class_)):
        return
    input_accesses = [
        access
        for access in handler.input_accesses
        if access.used.use is UseKind.ATTRIBUTE
        and isinstance(access.used.of, Payload)
        and access.used.of.whole
        and access.used.sure
        and not hasattr(dict, access.used.name)
    ]
    if not input_accesses:
        return
    first = input_accesses[0]
    name = model.class_.class_.name
    message = f"The annotation parses nothing: the payload is a dictionary and no `{name}`, so `.{first.used.name}` fails with `AttributeError`"
    others = dict.fromkeys(access.anchor for access in input_accesses[1:] if access.anchor != first.anchor)
    notes = (
        handler_note(handler),
        *chain_notes(first.chain, "used as a model here"),
        *(Note(site, "and here") for site in list(others)[:_MORE]),
    )
    help_ = (
        f"make a `{name}` of it in the handler, as in `{name}(**context.request_payload)`, or subscript it"
    )
    yield Draft(Level.ERROR, message, first.anchor, "no such attribute", notes, help_)
