"""Context managers that stand for what they are given, or swallow exceptions."""

from __future__ import annotations

from wflint.domain.alternatives import Suppressor
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.python.models.registry import model
from wflint.ir import nodes as ir


@model("contextlib.closing", "contextlib.aclosing")
def closing(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what is closed: entering gives the same."""
    actual = arguments.get(0, None)
    return actual.value if actual is not None else None


@model("contextlib.suppress")
def suppress(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a context manager that swallows exceptions."""
    return Value((Suppressor(tuple(actual.value for actual in arguments.positional)),))
