"""Functions of Node's `util` that make functions of others."""

from __future__ import annotations

from wflint.domain.alternatives import External
from wflint.domain.lattice import taint_of
from wflint.domain.values import Arguments, Value, top
from wflint.interpreter.catalogued import catalogued
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir

_PROMISING = ".__promisify__"
"""Ends the name of a function that gives a promise where that before it takes a callback."""


@model("node:util.promisify")
def promisify(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a function that gives a promise in place of taking a callback."""
    first = arguments.get(0, None)
    only = first.value.only if first is not None else None
    return Value((External(f"{only.name}{_PROMISING}"),)) if isinstance(only, External) else None


def promised_call(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments
) -> Value | None:
    """Call what `promisify` has made; `None` for all other names. What a callback would be given is not known."""
    if not name.endswith(_PROMISING):
        return None
    catalogued(ev, frame, node, name.removesuffix(_PROMISING), arguments)
    return top(taint_of(list(arguments.values())))
