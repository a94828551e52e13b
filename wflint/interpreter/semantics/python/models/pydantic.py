"""What pydantic makes of objects through adapters."""

from __future__ import annotations

from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.interpreter.semantics.python.dumps import dumped
from wflint.ir import nodes as ir


@model("pydantic.TypeAdapter.dump_python")
def dump_python(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return plain data of what an adapter is given, whose leaves stay what they are unless JSON is made."""
    actual = arguments.get(0, "instance")
    return dumped(ev, actual.value, arguments) if actual is not None else None
