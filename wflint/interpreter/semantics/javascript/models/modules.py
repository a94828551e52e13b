"""Modules that are imported while code runs."""

from __future__ import annotations

from wflint.domain.alternatives import External, ModuleRef
from wflint.domain.values import Arguments, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.promises import promise_of
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir


@model("import")
def imported(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the promise of a module."""
    given = arguments.get(0, None)
    specifier = given.value.constant if given is not None else None
    if specifier is None or not isinstance(specifier.value, str):
        return None
    module = ev.state.resolver.import_module(specifier.value, 0, frame.module)
    found = ModuleRef(module) if module is not None else External(specifier.value)
    return promise_of(Value((found,)), (), frame, node)
