"""What `typing` promises of values."""

from __future__ import annotations

from wflint.domain.values import Arguments, Value
from wflint.interpreter.annotations import annotated
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("typing.cast")
def cast(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the value, or what the type promises where nothing is known of it."""
    actual = arguments.get(1, "val")
    if actual is None:
        return None
    if not actual.value.is_top or not isinstance(node, ir.Call):
        return actual.value
    return annotated(ev, frame, node.args[0].value).with_taint(actual.value.taint)
