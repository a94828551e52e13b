"""Values as text."""

from __future__ import annotations

from wflint.domain.alternatives import Collection
from wflint.domain.computed import computed
from wflint.domain.values import Const, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir


def text_of_constant(known: Const) -> str:
    """Return a constant as JavaScript writes it into text."""
    if isinstance(known.value, bool):
        return "true" if known.value else "false"
    if known.value is None:
        return "null" if known.type == "null" else "undefined"
    return str(known.value)


def as_text(_ev: Evaluator, _frame: Frame, _node: ir.Expr, value: Value, *, is_repr: bool = False) -> Value:
    """Return a value as it is put into text."""
    del is_repr
    known = value.constant
    if isinstance(known, Const) and not isinstance(known.value, str):
        return computed(text_of_constant(known)).with_taint(value.taint)
    if isinstance(value.only, Collection):
        return value.without_alternatives()
    return value


def formatted(_ev: Evaluator, _frame: Frame, _node: ir.Expr, value: Value) -> Value:
    """Return what an operator puts into the holes of a text: JavaScript has no such operator."""
    return value
