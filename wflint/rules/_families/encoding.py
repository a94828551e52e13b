"""What the rules about data that JSON rejects share: making plain data of a value, or of the parts of it that are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from wflint.rules.api import UNKNOWN, Codec, Handler, Value, ir
from wflint.serialization.codecs import result_codec

_MODE = "model_dump"


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an expression whose value JSON rejects.

    Attributes:
        node: The expression.
        keys: Where it stands in the whole: keys of dictionaries and positions; `None` in a comprehension.
        codec: How it is carried through JSON.
    """

    node: ir.Expr
    keys: tuple[object, ...]
    codec: Codec


def rejected_parts(handler: Handler, node: ir.Expr, value: Value) -> list[Part] | None:
    """The parts of an expression that have to be encoded; `None` where a part is no expression of its own."""
    found: list[Part] = []
    for part in _parts(handler, node, value, ()):
        if part is None:
            return None
        found.append(part)
    return found


def _parts(handler: Handler, node: ir.Expr, value: Value, keys: tuple[object, ...]) -> Iterator[Part | None]:
    why = handler.rejected(value)
    if why is None:
        return
    inner = list(_inner(node)) if why.within and not why.is_key else []
    if not inner:
        codec = result_codec(value, handler.base_classes)
        yield Part(node, keys, codec) if codec is not None else None
    for key, item in inner:
        yield from _parts(handler, item, handler.facts.values.get(item, UNKNOWN), (*keys, key))


def _inner(node: ir.Expr) -> Iterator[tuple[object, ir.Expr]]:
    match node:
        case ir.Container(kind=ir.ContainerKind.DICT):
            for key, item in zip(node.keys, node.items, strict=True):
                if isinstance(key, ir.Literal):
                    yield key.value, item
        case ir.Container():
            yield from enumerate(node.items)
        case ir.Comprehension():
            yield None, node.element
        case _:
            pass


def dumps_model(node: ir.Node) -> bool:
    """Whether an expression makes a dictionary of a pydantic model that still holds what JSON rejects."""
    match node:
        case ir.Call(func=ir.Attribute(attr=name), args=arguments):
            return name == _MODE and all(argument.keyword not in (None, "mode") for argument in arguments)
        case _:
            return False
