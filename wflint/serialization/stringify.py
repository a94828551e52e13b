"""Values at which `JSON.stringify` throws: big integers, wherever they are; it changes or drops all others that JSON lacks."""

from __future__ import annotations

from typing import Final

from wflint.domain.alternatives import Collection, Instance, Object
from wflint.domain.values import Const, Ref, Value
from wflint.serialization.json_check import BaseClasses, SerializationError

_BIG_INTEGER: Final = "BigInt"
_REMEDY: Final = "{}.toString()"
_MAX_DEPTH: Final = 4


def thrown_at(value: Value, base_classes: BaseClasses) -> SerializationError | None:  # noqa: ARG001 - as others have it
    """Explain why `JSON.stringify` throws at a value; `None` if it does not, or where that is not known."""
    return _thrown_at(value, "", _MAX_DEPTH)


def _thrown_at(value: Value, within: str, depth: int) -> SerializationError | None:
    known = [ref for ref in value.alternatives if not (isinstance(ref, Const) and ref.value is None)]
    found = [_thrown_at_ref(ref, within, depth) for ref in known]
    return found[0] if found and all(found) and not value.is_open else None


def _thrown_at_ref(ref: Ref, within: str, depth: int) -> SerializationError | None:
    match ref:
        case Instance(type=type_) if type_ == _BIG_INTEGER:
            return SerializationError(_BIG_INTEGER, within, _REMEDY)
        case Collection(type=None) if depth:
            return _thrown_at_items(ref, within, depth)
        case Object() if depth:
            places = ((f"{within}.{name}", held) for name, held in ref.attributes.items())
            return next(filter(None, (_thrown_at(held, place, depth - 1) for place, held in places)), None)
        case _:
            return None


def _thrown_at_items(ref: Collection, within: str, depth: int) -> SerializationError | None:
    for key, item in ref.items.items():
        place = f"{within}.{key}" if isinstance(key, str) else f"{within}[{key}]"
        if found := _thrown_at(item, place, depth - 1):
            return found
    return _thrown_at(ref.rest, f"{within}[...]", depth - 1) if ref.rest is not None else None
