"""What no longer works with a step's result that JSON has changed."""

from __future__ import annotations

from wflint.rules.api import Collection, Const, EnumMember, Instance, Ref, ResultUse, UseKind, ir
from wflint.serialization.json_roundtrip import JsonShape

_KEY_TYPES = frozenset({"int", "float", "bool", "NoneType"})


def breaks(use: ResultUse) -> str | None:
    """What no longer works with a result that JSON has changed; `None` where it does, or that is not known."""
    shapes = [json_shape for json_shape in use.shapes if json_shape.type != "NoneType"]
    if not shapes or not all(json_shape.is_changed for json_shape in shapes):
        return None
    first = shapes[0]
    if first.keys:
        return _breaks_keys(use, first)
    if first.is_enum:
        is_identity = use.used.use is UseKind.OPERAND and use.used.name in ("is", "is not")
        other = _other(use)
        return (
            "a value never is that member itself" if is_identity and isinstance(other, EnumMember) else None
        )
    if first.type == "list":
        return _breaks_tuple(use)
    is_counted = (
        first.was == "Counter" and use.used.use is UseKind.OPERAND and use.used.name in ("+", "-", "&")
    )
    return f"plain dictionaries have no `{use.used.name}`" if is_counted else None


def _breaks_keys(use: ResultUse, json_shape: JsonShape) -> str | None:
    asks = use.used.use in (UseKind.ITEM, UseKind.MEMBERSHIP) or (
        use.used.use is UseKind.METHOD and use.used.name in ("get", "pop")
    )
    if not asks or _type(_other(use)) not in _KEY_TYPES:
        return None
    if use.used.use is UseKind.ITEM:
        return f"this fails with `KeyError`, as the keys are text and not {json_shape.keys} any more"
    return f"this finds nothing, as the keys are text and not {json_shape.keys} any more"


def _breaks_tuple(use: ResultUse) -> str | None:
    other, name = _other(use), use.used.name
    is_tuple = isinstance(other, Collection) and other.kind is ir.ContainerKind.TUPLE
    match use.used.use:
        case UseKind.KEY:
            return "this fails with `TypeError`, as a list cannot be a key"
        case UseKind.ARGUMENT if name in ("builtins.hash", "hash"):
            return "this fails with `TypeError`, as a list has no hash"
        case UseKind.OPERAND if name in ("==", "!=") and is_tuple:
            return "a list is never equal to a tuple"
        case UseKind.OPERAND if name in ("+", "<", "<=", ">", ">=") and is_tuple:
            return f"this fails with `TypeError`, as `{name}` takes no list and tuple"
        case UseKind.OPERAND if name in ("in", "not in") and isinstance(other, Collection):
            if other.kind in (ir.ContainerKind.SET, ir.ContainerKind.DICT):
                return "this fails with `TypeError`, as a list has no hash"
            return "a list is never equal to a tuple" if _holds_only_tuples(other) else None
        case _:
            return None


def _holds_only_tuples(other: Collection) -> bool:
    held = list(other.elements())
    return bool(held) and all(
        isinstance(value.only, Collection) and value.only.kind is ir.ContainerKind.TUPLE for value in held
    )


def _other(use: ResultUse) -> Ref | None:
    """The key that is asked for, or the other operand."""
    return use.used.key.value.only if use.used.key is not None else None


def _type(ref: Ref | None) -> str:
    return ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
