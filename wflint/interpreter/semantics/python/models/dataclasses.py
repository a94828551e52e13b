"""What `dataclasses`, `attrs` and `copy` make of objects."""

from __future__ import annotations

from wflint.domain.alternatives import Object
from wflint.domain.lattice import each_alternative
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.interpreter.semantics.python.dumps import dump_fields, tuple_of
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


@model("dataclasses.astuple", "attrs.astuple", "attr.astuple")
def astuple(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the tuple that an object is turned into."""
    actual = arguments.get(0, None)
    if actual is None or not any(isinstance(ref, Object) for ref in actual.value.alternatives):
        return None
    return each_alternative(
        actual.value, lambda ref: Value((tuple_of(ev, ref),)) if isinstance(ref, Object) else TOP
    )


@model("dataclasses.replace", "attrs.evolve", "attr.evolve", "copy.copy", "copy.deepcopy", "copy.replace")
def copied(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return an object of the same class."""
    actual = arguments.get(0, None)
    if actual is None or not actual.value.always(lambda ref: isinstance(ref, Object)):
        return None
    return actual.value
