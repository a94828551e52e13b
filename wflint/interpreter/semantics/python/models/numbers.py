"""Builtins that give a number, or something else that can be counted, of the kind that they are given."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, Instance, instance
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import join_all
from wflint.domain.taint import Taint
from wflint.domain.types import facts_of_type
from wflint.domain.values import Arguments, Const, Value, constant
from wflint.interpreter.collections import elements_of
from wflint.interpreter.effects import sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir

_NUMBERS = frozenset({"int", "float"})


@model("builtins.sum")
def sum_up(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`sum`, `max` and `min` give a number of the kind that they are given."""
    found = [actual.value for actual in arguments.positional]
    if len(found) == 1 or (found and isinstance(found[0].only, Collection)):
        # What follows the items of a sum is what it starts with.
        found = [elements_of(ev, frame, node, found[0]), *found[1:]]
    taint = frozenset[Taint]().union(*(reachable_taint(value) for value in arguments.values()))
    only = join_all(found).only
    if isinstance(only, Instance) and facts_of_type(only.type).is_summable:
        return sorted_out(instance(only.type, taint))
    number = _number(join_all(found))
    return sorted_out(number.with_taint(taint)) if number is not None else None


@model("builtins.pow")
def power(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a power, as the operator gives it."""
    values = [actual.value for actual in arguments.positional]
    if len(values) != 2:
        return None
    found = ev.semantics.operate("**", values, frame.step)
    return None if found.is_top else found.with_taint(values[0].taint | values[1].taint)


@model("builtins.abs")
def absolute(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`abs` gives a number of the kind that it is given, or a span of time."""
    actual = arguments.get(0, None)
    only = actual.value.only if actual is not None else None
    if actual is None:
        return None
    if isinstance(only, Instance) and only.type == "datetime.timedelta":
        return instance(only.type, actual.value.taint)
    number = _number(actual.value)
    return number.with_taint(actual.value.taint) if number is not None else None


@model("builtins.round")
def rounded(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`round` gives a whole number, or with a number of digits one of the kind that it is given."""
    actual, digits = arguments.get(0, "number"), arguments.get(1, "ndigits")
    number = _number(actual.value) if actual is not None else None
    if actual is None or number is None:
        return None
    is_whole = digits is None or digits.value.constant == Const(None, "NoneType")
    if not is_whole and digits is not None and digits.value.is_open:
        return None
    return (instance("builtins.int") if is_whole else number).with_taint(actual.value.taint)


def _number(value: Value) -> Value | None:
    """Return a number of the kind of some numbers, a float where one of them is; `None` where they may be none."""
    if not value.always(lambda ref: isinstance(ref, (Const, Instance)) and _type(ref) in _NUMBERS):
        return None
    if value.constant is not None:
        return constant(value.constant.value)
    types = {_type(ref) for ref in value.alternatives if isinstance(ref, (Const, Instance))}
    return instance("builtins.float" if "float" in types else "builtins.int")


def _type(ref: Const | Instance) -> str:
    return ref.type.removeprefix("builtins.")
