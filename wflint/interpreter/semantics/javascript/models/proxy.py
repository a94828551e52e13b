"""Proxies: what stands for another object."""

from __future__ import annotations

from wflint.domain.alternatives import Instance, Object
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("Proxy.new")
def proxy(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the object that a proxy stands for, where its type is known: its methods have the same effects."""
    target = arguments.get(0, None)
    if target is None or not target.value.always(lambda ref: isinstance(ref, (Instance, Object))):
        return None
    return target.value
