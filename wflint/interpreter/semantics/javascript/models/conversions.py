"""Functions of the language that make values of others."""

from __future__ import annotations

from wflint.domain.alternatives import Decoded, Instance, instance
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import taint_of
from wflint.domain.values import TOP, Arguments, Value, top
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.text import as_text
from wflint.interpreter.semantics.models import model
from wflint.interpreter.uses import note_arguments
from wflint.ir import nodes as ir


@model("String")
def string(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the text of a value."""
    first = arguments.get(0, None)
    if first is None:
        return instance("builtins.str")
    value = as_text(ev, frame, node, first.value)
    return value if value.constant is not None else instance("builtins.str", reachable_taint(first.value))


@model("Number", "parseInt", "parseFloat", "Number.parseInt", "Number.parseFloat")
def number(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return the number that a text or date says."""
    return instance("builtins.float", taint_of(list(arguments.values())))


@model("Boolean")
def boolean(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return whether a value is truthy."""
    return instance("builtins.bool", taint_of(list(arguments.values())))


@model("BigInt")
def big_integer(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return a number of any size, which is of another type than other numbers."""
    return instance("BigInt", taint_of(list(arguments.values())))


@model("JSON.parse")
def parse(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return the data that a JSON text holds."""
    return Value((Decoded(),), taint_of(list(arguments.values())))


@model("JSON.stringify")
def stringify(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return the JSON text of a value."""
    note_arguments(ev, frame, node, "JSON.stringify", arguments)
    first = arguments.get(0, None)
    return instance("builtins.str", reachable_taint(first.value) if first is not None else frozenset())


@model("structuredClone")
def clone(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return a copy, of which as much is known as of the value."""
    first = arguments.get(0, None)
    if first is None:
        return TOP
    known = [ref for ref in first.value.alternatives if isinstance(ref, Instance)]
    return first.value.of_alternatives(known) if known else top(reachable_taint(first.value))
