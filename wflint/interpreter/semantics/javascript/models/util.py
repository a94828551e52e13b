"""Functions of Node's `util` that make functions of others."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, Data, External, instance
from wflint.domain.lattice import taint_of
from wflint.domain.values import Arguments, Value
from wflint.interpreter.catalogued import catalogued
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir

_PROMISING = ".__promisify__"
"""Ends the name of a function that gives a promise where that before it takes a callback."""
_COMMANDS = frozenset({"node:child_process.exec", "node:child_process.execFile"})
"""Functions that give what a command has written, by the names of its streams."""


@model("node:util.promisify")
def promisify(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a function that gives a promise in place of taking a callback."""
    first = arguments.get(0, None)
    only = first.value.only if first is not None else None
    return Value((External(f"{only.name}{_PROMISING}"),)) if isinstance(only, External) else None


def promised_call(
    ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments
) -> Value | None:
    """Call what `promisify` has made; `None` for all other names. What a callback would be given is mostly not known."""
    if not name.endswith(_PROMISING):
        return None
    promised, taint = name.removesuffix(_PROMISING), taint_of(list(arguments.values()))
    catalogued(ev, frame, node, promised, arguments)
    if promised in _COMMANDS and all(map(_leaves_encoding, arguments.values())):
        text = instance("builtins.str", taint)
        return Value((Collection(ir.ContainerKind.DICT, {"stdout": text, "stderr": text}),), taint)
    return Value((Data(),), taint)


def _leaves_encoding(value: Value) -> bool:
    """Return whether an argument is known, and no option that asks for bytes in place of text."""
    return not value.is_open and not any(
        isinstance(ref, Collection) and ("encoding" in ref.items or ref.rest is not None)
        for ref in value.alternatives
        if not (isinstance(ref, Collection) and ref.kind is ir.ContainerKind.LIST)
    )
