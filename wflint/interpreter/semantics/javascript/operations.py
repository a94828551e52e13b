"""Operators: what is true, what they give, and which operand decides."""

from __future__ import annotations

import math
import operator
from collections.abc import Callable
from typing import Any, Final

from wflint.domain.alternatives import (
    BoundStepMethod,
    ClassRef,
    Closure,
    Collection,
    Context,
    Instance,
    Object,
    instance,
)
from wflint.domain.awaited import Pending, Promise
from wflint.domain.computed import computed
from wflint.domain.taint import FromParameter
from wflint.domain.type_tests import TypeTest
from wflint.domain.values import TOP, Const, Ref, Value
from wflint.interpreter.semantics.javascript.text import text_of_constant
from wflint.ir import nodes as ir
from wflint.trace.steps import StepCall

_THERE: Final = (Collection, Closure, ClassRef, Object, Promise, Pending, Context, BoundStepMethod)
"""What is neither `null`, `undefined`, nor falsy."""
_MAYBE_FALSY: Final = "builtins."
_OPERANDS: Final = 2
_BIG: Final = "BigInt"
_COMPARES: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
_TRUTH: Final = frozenset({*_COMPARES, "in", "not", "delete"})
_ARITHMETIC: Final[dict[str, Callable[[Any, Any], Any]]] = {
    "-": operator.sub,
    "*": operator.mul,
    "/": lambda left, right: left / right,
    "%": math.fmod,
}
_NUMERIC: Final = frozenset({*_ARITHMETIC, "**", "|", "&", "^", "<<", ">>", ">>>", "~"})


def truth(test: Value) -> bool | None:
    """Return whether a condition is always true or always false; `None` where that is not known."""
    only = test.only
    if only is None or any(not isinstance(each, FromParameter) for each in test.taint):
        return None
    if isinstance(only, Const):
        return _is_truthy(only.value)
    return True if isinstance(only, _THERE) else None


def _is_truthy(value: ir.Constant) -> bool:
    return bool(value) and not (isinstance(value, float) and math.isnan(value))


def is_missing(value: Value) -> bool | None:
    """Return whether a value is `null` or `undefined`; `None` where that is not known."""
    if value.is_open or not value.alternatives:
        return None
    if not any(map(_may_be_null, value.alternatives)):
        return False
    return True if all(map(_is_null, value.alternatives)) else None


def short_cut(op: str, left: Value) -> Value | None:
    """Return what the result may be of the first operand; `None` where it is certainly the second."""
    dropped = {"and": _is_true, "or": _is_false, "??": _is_null}[op]
    kept = tuple(ref for ref in left.alternatives if not dropped(ref))
    return left.of_alternatives(kept) if kept or left.is_open else None


def _is_true(ref: Ref) -> bool:
    if isinstance(ref, Const):
        return _is_truthy(ref.value)
    return isinstance(ref, _THERE) or (isinstance(ref, Instance) and not ref.type.startswith(_MAYBE_FALSY))


def _is_false(ref: Ref) -> bool:
    return isinstance(ref, Const) and not _is_truthy(ref.value)


def _is_null(ref: Ref) -> bool:
    return isinstance(ref, Const) and ref.value is None


def _may_be_null(ref: Ref) -> bool:
    return _is_null(ref) or not isinstance(ref, (Const, Instance, *_THERE))


def fold(op: str, values: list[Value], _step: StepCall | None) -> Value:
    """Return the result of an operator, without taint."""
    if op == "instanceof" and len(values) == _OPERANDS:
        return Value((TypeTest(values[1]),))
    if op in _TRUTH:
        return instance("builtins.bool")
    if op == "typeof":
        return instance("builtins.str")
    if op == "void":
        return Value((Const(None, "NoneType"),))
    constants = [value.constant for value in values]
    if all(constants):
        return _fold_constants(op, [each for each in constants if each is not None])
    if (op in _NUMERIC or op == "+") and any(map(_is_big, values)) and not any(map(_is_text, values)):
        return instance(_BIG)
    if op == "+":
        return _sum(values)
    return instance("builtins.float") if op in _NUMERIC else TOP


def _is_big(value: Value) -> bool:
    """Return whether a value is a big integer: of these operators, the other operand has to be one as well."""
    return value.always(lambda ref: isinstance(ref, Instance) and ref.type == _BIG)


def _is_text(value: Value) -> bool:
    return any(isinstance(ref, (Const, Instance)) and ref.type.endswith("str") for ref in value.alternatives)


def _fold_constants(op: str, constants: list[Const]) -> Value:
    match op, [each.value for each in constants]:
        case "+", [str(), _] | [_, str()]:
            return computed("".join(map(text_of_constant, constants)))
        case "+", [int() | float() as left, int() | float() as right]:
            return computed(left + right)
        case _, [int() | float() as left, int() | float() as right] if op in _ARITHMETIC:
            try:
                return computed(_whole(_ARITHMETIC[op](left, right)))
            except (ValueError, ArithmeticError):
                return instance("builtins.float")
        case (("-" | "+"), [int() | float() as operand]):
            return computed(-operand if op == "-" else operand)
        case _:
            return instance("builtins.float") if op in _NUMERIC else TOP


def _whole(value: float) -> int | float:
    """Return a number as it is written: numbers have no type of their own for whole ones."""
    return int(value) if value == int(value) else value


def _sum(values: list[Value]) -> Value:
    """Return what `+` makes of values of known types: text where one is text."""
    if len(values) < _OPERANDS:
        return instance("builtins.float")
    types = [
        {
            ref.type.removeprefix("builtins.")
            for ref in value.alternatives
            if isinstance(ref, (Const, Instance))
        }
        for value in values
    ]
    if any(each == {"str"} and not value.is_open for each, value in zip(types, values, strict=True)):
        return instance("builtins.str")
    is_number = all(each <= {"int", "float", "bool"} for each in types)
    is_known = not any(value.is_open or value.is_top for value in values)
    return instance("builtins.float") if is_number and is_known else TOP


def compare(op: str, values: list[Value]) -> bool | None:
    """Return what a comparison, or a negation, of constants gives; `None` where that is not known."""
    if op == "not" and len(values) == 1:
        known = truth(values[0])
        return not known if known is not None else None
    constants = [value.constant for value in values]
    operands = [each.value for each in constants if each is not None]
    if len(operands) < len(values) or op not in _COMPARES or len(operands) != _OPERANDS:
        return None
    if type(operands[0]) is not type(operands[1]) and op not in ("==", "!="):
        return None
    try:
        return bool(_COMPARES[op](*operands))
    except TypeError:
        return None
