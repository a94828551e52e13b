"""Results of operators: constants folded, types of the rest where they are certain."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from typing import Any, TypeGuard

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Decoded,
    EnumMember,
    Instance,
    Payload,
    instance,
)
from wflint.domain.computed import computed
from wflint.domain.lattice import join, join_all
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.ir import nodes as ir
from wflint.trace.steps import StepCall

_TRUTH = frozenset({"==", "!=", "<", "<=", ">", ">=", "in", "not in", "is", "is not", "not"})
_ARITHMETIC = frozenset({"+", "-", "*", "/", "//", "%", "**"})
_DATA = "json"
"""What came from JSON, which an operator takes together with a float only if it is a number."""
_NUMBERS = frozenset({"builtins.int", "builtins.float"})
_PATHS = frozenset({"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath"})
_MAX_BASE = 1000
_MAX_EXPONENT = 64
_WIDE = re.compile(r"%[^%a-zA-Z]*(?:\d{4}|\*)")
"""A format of text that may be made as long as memory goes."""

# What the difference or sum of two dates or times is; times and spans come with or without a type on the right.
_TIME_ARITHMETIC = {
    ("datetime.datetime", "-", "datetime.datetime"): "datetime.timedelta",
    ("datetime.date", "-", "datetime.date"): "datetime.timedelta",
    ("datetime.datetime", "+", "datetime.timedelta"): "datetime.datetime",
    ("datetime.datetime", "-", "datetime.timedelta"): "datetime.datetime",
    ("datetime.date", "+", "datetime.timedelta"): "datetime.date",
    ("datetime.date", "-", "datetime.timedelta"): "datetime.date",
    ("datetime.timedelta", "+", "datetime.timedelta"): "datetime.timedelta",
    ("datetime.timedelta", "-", "datetime.timedelta"): "datetime.timedelta",
    ("datetime.timedelta", "+", "datetime.datetime"): "datetime.datetime",
    ("datetime.timedelta", "/", "datetime.timedelta"): "builtins.float",
    ("datetime.timedelta", "//", "datetime.timedelta"): "builtins.int",
    ("datetime.timedelta", "%", "datetime.timedelta"): "datetime.timedelta",
}
_SPAN = "datetime.timedelta"
_FACTORS = frozenset({"builtins.int", "builtins.float", _DATA})
"""What makes a longer or shorter span of a span."""


# External types with values that are not true.
_MAY_BE_FALSE = ("builtins.", "collections.", "datetime.timedelta", "decimal.", "fractions.", "numpy.")


def short_cut(op: str, left: Value) -> Value | None:
    """Return what the result of `and` or `or` may be of the first operand; `None` where it is certainly the second."""
    kept = tuple(ref for ref in left.alternatives if not (_is_true(ref) if op == "and" else _is_false(ref)))
    return left.of_alternatives(kept) if kept or left.is_open else None


def _is_true(ref: Ref) -> bool:
    match ref:
        case Const(value=value):
            return bool(value)
        case Instance(type=type_):
            return not type_.startswith(_MAY_BE_FALSE)
        case _:
            return isinstance(ref, (Closure, ClassRef))


def _is_false(ref: Ref) -> bool:
    return isinstance(ref, Const) and not ref.value


def fold(op: str, values: list[Value], step: StepCall | None) -> Value:
    """Return the result of an operator, without taint."""
    if op in _TRUTH:
        return instance("builtins.bool")
    constants = [value.constant for value in values]
    if all(constants):
        return _fold_constants(op, [const.value for const in constants if const])
    if len(values) == 2:
        return _fold_types(op, values[0], values[1], step)
    return TOP


_NEGATED = frozenset({"!=", "is not", "not in"})
_LISTED = frozenset({ir.ContainerKind.LIST, ir.ContainerKind.TUPLE, ir.ContainerKind.SET})
_UNKNOWN = "?"
"""The name of a member of which only its enum is known."""
_COMPARES: dict[str, Callable[[Any, Any], bool]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def compare(op: str, values: list[Value]) -> bool | None:
    """Return what a comparison, or a negation, of constants and members of enums gives; `None` where that is not known."""
    match op, values:
        case (("in" | "not in"), [item, holder]):
            return _answer(op, _is_among(item, holder))
        case (("==" | "!=" | "is" | "is not"), [member, other]) if isinstance(member.only, EnumMember):
            return _answer(op, _are_equal(member, other))
        case _:
            pass
    constants = [value.constant for value in values]
    operands = [const.value for const in constants if const is not None]
    if len(operands) < len(values):
        return None
    match op, operands:
        case "not", [operand]:
            return not operand
        case (("is" | "is not"), [left, right]) if left is None or right is None:
            return (left is right) is (op == "is")
        case _, [left, right] if op in _COMPARES:
            try:
                return bool(_COMPARES[op](left, right))
            except TypeError:
                return None
        case _:
            return None


def _answer(op: str, known: bool | None) -> bool | None:  # noqa: FBT001 - the answer, not an option
    """Return what an operator gives by what the one without a negation does."""
    return not known if known is not None and op in _NEGATED else known


def _is_among(item: Value, holder: Value) -> bool | None:
    """Return whether something is one of a few known values; `None` where that is not known."""
    held = holder.only
    if not isinstance(held, Collection) or held.kind not in _LISTED or held.rest is not None:
        return None
    answers = [_are_equal(item, each) for each in held.elements()]
    return True if True in answers else None if None in answers else False


def _are_equal(left: Value, right: Value) -> bool | None:
    """Return whether two constants, or two members of one enum, are equal; `None` where that is not known."""
    first, second = left.only, right.only
    if isinstance(first, EnumMember) and isinstance(second, EnumMember):
        if first.class_ != second.class_ or _UNKNOWN in (first.name, second.name):
            return None
        values = first.value.constant, second.value.constant
        return first.name == second.name or (None not in values and values[0] == values[1])
    if isinstance(first, Const) and isinstance(second, Const):
        return bool(first.value == second.value)
    return None


def _fold_constants(op: str, values: list[ir.Constant]) -> Value:
    """Return the result of an operator for two constants; `None` where it is not computed."""
    operands: list[Any] = list(values)
    try:
        match op, operands:
            case "+", [left, right] if not isinstance(left, (bytes, type(None))):
                return computed(left + right)
            case "-", [left, right]:
                return computed(left - right)
            case "*", [int() | float() as left, int() | float() as right]:
                return computed(left * right)
            case "**", [int() | float() as left, int() | float() as right] if _is_small_power(left, right):
                return computed(left**right)
            case "/", [left, right]:
                return computed(left / right)
            case "//", [left, right]:
                return computed(left // right)
            case "%", [str() as left, right]:
                return instance("builtins.str") if _WIDE.search(left) else computed(left % right)
            case "%", [int() | float() as left, right]:
                return computed(left % right)
            case "-", [operand]:
                return computed(-operand)
            case _:
                return TOP
    except (TypeError, ValueError, ArithmeticError):
        return TOP


def _is_small_power(base: float, exponent: float) -> bool:
    """Return whether a power is a real number of few digits."""
    if isinstance(base, int) and isinstance(exponent, int):
        return 0 < abs(base) <= _MAX_BASE and abs(exponent) <= _MAX_EXPONENT
    return base > 0


def _fold_types(op: str, left: Value, right: Value, step: StepCall | None) -> Value:
    """Return the result of an operator for two values of known types; `None` where nothing is known of it."""
    first, second = left.only, right.only
    if op == "|" and _is_dict(first) and _is_dict(second):
        return Value((_merged(first, second, step),))
    if isinstance(first, Collection) and isinstance(second, Collection):
        elements = [*first.elements(), *second.elements()]
        return Value((Collection(first.kind, rest=join_all(elements) if elements else None, step=step),))
    types = _plain_type(first), _plain_type(second)
    joined = _TIME_ARITHMETIC.get((types[0], op, types[1]))
    if joined is not None:
        naive = any(isinstance(ref, Instance) and ref.naive for ref in (first, second))
        return Value((Instance(joined, naive=naive and joined == "datetime.datetime"),))
    if "decimal.Decimal" in types and op in _ARITHMETIC:
        return instance("decimal.Decimal")
    if (types[0] == _SPAN and op in ("*", "/", "//") and types[1] in _FACTORS) or (
        types[1] == _SPAN and op == "*" and types[0] in _FACTORS
    ):
        return instance(_SPAN)
    if types[0] in _PATHS and op == "/":
        return instance(types[0])
    if "builtins.str" in types and op in ("+", "%"):
        return instance("builtins.str")
    if op in _ARITHMETIC and all(name in _NUMBERS for name in types):
        return _power(first, types) if op == "**" else _number(op, types)
    if _DATA in types and _FACTORS.issuperset(types):
        # A quotient of numbers is a float, and so is what is made of one and another number.
        is_float = op == "/" or (op in ("+", "-", "*") and "builtins.float" in types)
        return instance("builtins.float") if is_float else TOP
    return TOP


def _number(op: str, types: tuple[str, ...]) -> Value:
    """Return what arithmetic with numbers gives."""
    return instance("builtins.float" if op == "/" or "builtins.float" in types else "builtins.int")


def _is_dict(ref: object) -> TypeGuard[Collection]:
    return isinstance(ref, Collection) and ref.kind is ir.ContainerKind.DICT


def _merged(first: Collection, second: Collection, step: StepCall | None) -> Collection:
    """Return a dictionary with the items of two, where those of the second win."""
    items = {**first.items, **second.items}
    if second.rest is not None:
        items = {key: join(item, second.rest) for key, item in items.items()}
    rests = [each.rest for each in (first, second) if each.rest is not None]
    keys = [each.keys for each in (first, second) if each.keys is not None]
    return Collection(
        ir.ContainerKind.DICT,
        items,
        join_all(rests) if rests else None,
        step,
        keys=join_all(keys) if keys else None,
    )


def _power(base: object, types: tuple[str, ...]) -> Value:
    """Return what a power of numbers is: of a whole number by a negative one it is a float, of a negative one complex."""
    is_positive = isinstance(base, Const) and isinstance(base.value, (int, float)) and base.value > 0
    is_real = types[1] == "builtins.int" or is_positive
    return instance("builtins.float") if "builtins.float" in types and is_real else TOP


def _plain_type(ref: object) -> str:
    match ref:
        case Const():
            return "builtins.int" if ref.type == "bool" else f"builtins.{ref.type}"
        case Instance():
            return ref.type
        case Payload() | Decoded():
            return _DATA
        case _:
            return ""
