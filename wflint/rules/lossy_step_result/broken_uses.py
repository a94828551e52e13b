"""What no longer works with a step's result that JSON has changed."""

from __future__ import annotations

from wflint.rules._families.step_results import given_shapes
from wflint.rules.api import (
    Collection,
    Const,
    EnumMember,
    Instance,
    Ref,
    ResultUse,
    UseKind,
    ir,
    with_article,
)
from wflint.serialization.shapes import JsonShape

_ORDER = frozenset({"<", "<=", ">", ">="})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "**"})
_KEY_TYPES = frozenset({"int", "float", "bool", "NoneType"})


def breaking(use: ResultUse) -> str | None:
    """Return what no longer works with a result that JSON has changed; `None` where it does, or that is not known."""
    shapes = given_shapes(use)
    if not shapes or not all(shape.is_changed for shape in shapes):
        return None
    first = shapes[0]
    if first.keys:
        return _breaking_keys(use, first)
    if first.is_enum:
        return _breaking_enum(use)
    if first.type == "list":
        return _breaking_tuple(use)
    if first.type == "str":
        return _breaking_text(use, first)
    counts = use.used.use is UseKind.OPERAND and use.used.name in ("+", "-", "&")
    return f"plain dictionaries have no `{use.used.name}`" if first.was == "Counter" and counts else None


def _breaking_keys(use: ResultUse, shape: JsonShape) -> str | None:
    asks = use.used.use in (UseKind.ITEM, UseKind.MEMBERSHIP) or (
        use.used.use is UseKind.METHOD and use.used.name in ("get", "pop")
    )
    if not asks or _type(_other(use)) not in _KEY_TYPES:
        return None
    if use.used.use is UseKind.ITEM:
        return f"this fails with `KeyError`, as the keys are now text, not {shape.keys}"
    return f"this finds nothing, as the keys are now text, not {shape.keys}"


def _breaking_enum(use: ResultUse) -> str | None:
    is_identity = use.used.use is UseKind.OPERAND and use.used.name in ("is", "is not")
    if not is_identity or not isinstance(_other(use), EnumMember):
        return None
    return "a value never is that member itself"


def _breaking_text(use: ResultUse, shape: JsonShape) -> str | None:
    """Return what fails with the text of a value that JSON lacks."""
    other, name = _type(_other(use)).rpartition(".")[2], use.used.name
    if use.used.use is not UseKind.OPERAND or other in ("", "str"):
        return None
    if name in ("==", "!="):
        return f"text is never equal to {with_article(other)}" if other == shape.was else None
    fails = name in _ORDER or (name in _ARITHMETIC and not (name == "*" and other == "int"))
    return f"this fails with `TypeError`, as `{name}` does not combine text and {other}" if fails else None


def _breaking_tuple(use: ResultUse) -> str | None:
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
            return f"this fails with `TypeError`, as `{name}` does not combine a list and a tuple"
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
    """Return the key that is asked for, or the other operand."""
    return use.used.key.value.only if use.used.key is not None else None


def _type(ref: Ref | None) -> str:
    return ref.type.removeprefix("builtins.") if isinstance(ref, (Const, Instance)) else ""
