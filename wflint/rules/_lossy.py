"""What no longer works with a step's result that JSON has changed."""

from __future__ import annotations

from wflint.domain.values import Collection, Const, EnumMember, Instance, Ref
from wflint.ir import nodes as ir
from wflint.model.result_uses import ResultUse
from wflint.serialization.json_roundtrip import Image
from wflint.trace.events import Use

_KEY_TYPES = frozenset({"int", "float", "bool", "NoneType"})


def breaks(use: ResultUse) -> str | None:
    """What no longer works with a result that JSON has changed; `None` where it does, or that is not known."""
    images = [image for image in use.images if image.type != "NoneType"]
    if not images or not all(image.is_changed for image in images):
        return None
    first = images[0]
    if first.keys:
        return _breaks_keys(use, first)
    if first.is_enum:
        is_identity = use.used.use is Use.OPERAND and use.used.name in ("is", "is not")
        other = _other(use)
        return (
            "a value never is that member itself" if is_identity and isinstance(other, EnumMember) else None
        )
    if first.type == "list":
        return _breaks_tuple(use)
    is_counted = first.was == "Counter" and use.used.use is Use.OPERAND and use.used.name in ("+", "-", "&")
    return f"plain dictionaries have no `{use.used.name}`" if is_counted else None


def _breaks_keys(use: ResultUse, image: Image) -> str | None:
    asks = use.used.use in (Use.ITEM, Use.MEMBERSHIP) or (
        use.used.use is Use.METHOD and use.used.name in ("get", "pop")
    )
    if not asks or _type(_other(use)) not in _KEY_TYPES:
        return None
    if use.used.use is Use.ITEM:
        return f"this fails with `KeyError`, as the keys are text and not {image.keys} any more"
    return f"this finds nothing, as the keys are text and not {image.keys} any more"


def _breaks_tuple(use: ResultUse) -> str | None:
    other, name = _other(use), use.used.name
    is_tuple = isinstance(other, Collection) and other.kind is ir.ContainerKind.TUPLE
    match use.used.use:
        case Use.KEY:
            return "this fails with `TypeError`, as a list cannot be a key"
        case Use.ARGUMENT if name in ("builtins.hash", "hash"):
            return "this fails with `TypeError`, as a list has no hash"
        case Use.OPERAND if name in ("==", "!=") and is_tuple:
            return "a list is never equal to a tuple"
        case Use.OPERAND if name in ("+", "<", "<=", ">", ">=") and is_tuple:
            return f"this fails with `TypeError`, as `{name}` takes no list and tuple"
        case Use.OPERAND if name in ("in", "not in") and isinstance(other, Collection):
            if other.kind in (ir.ContainerKind.SET, ir.ContainerKind.DICT):
                return "this fails with `TypeError`, as a list has no hash"
            return "a list is never equal to a tuple" if _holds_only_tuples(other) else None
        case _:
            return None


def _holds_only_tuples(other: Collection) -> bool:
    held = list(other.elements())
    return bool(held) and all(
        isinstance(value.sole, Collection) and value.sole.kind is ir.ContainerKind.TUPLE for value in held
    )


def _other(use: ResultUse) -> Ref | None:
    """The key that is asked for, or the other operand."""
    return use.used.key.value.sole if use.used.key is not None else None


def _type(ref: Ref | None) -> str:
    return ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
