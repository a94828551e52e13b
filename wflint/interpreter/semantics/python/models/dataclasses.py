"""What `dataclasses` and `attrs` make of objects."""

from __future__ import annotations

from wflint.domain.alternatives import Object
from wflint.domain.lattice import each_alternative
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.python.dumps import dump_fields
from wflint.interpreter.semantics.python.models.registry import model
from wflint.ir import nodes as ir


@model("dataclasses.asdict", "attrs.asdict", "attr.asdict")
def asdict(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the dictionary that an object is turned into."""
    actual = arguments.get(0, None)
    if actual is None or not any(isinstance(ref, Object) for ref in actual.value.alternatives):
        return None
    return each_alternative(
        actual.value, lambda ref: Value((dump_fields(ev, ref),)) if isinstance(ref, Object) else TOP
    )
