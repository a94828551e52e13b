"""How code ends, as far as its text shows."""

from __future__ import annotations

from typing import Final

from wflint.ir import nodes as ir
from wflint.ir.walk import walk

_NEVER: Final = frozenset({"never", "Never", "NoReturn"})
"""What a function is annotated with that always raises."""


def never_returns(function: ir.Function) -> bool:
    """Return whether a function always raises: its annotation says so, or all its ways end so."""
    match function.returns:
        case ir.Name(id=name) | ir.Attribute(attr=name) if name in _NEVER:
            return True
        case _:
            return not function.body.yields and _always_raises(function.body.block) and not _returns(function)


def _returns(function: ir.Function) -> bool:
    statements = walk(function.body.block, into_functions=False)
    return any(isinstance(each, ir.Return) for each in statements)


def _always_raises(block: ir.Block) -> bool:
    match block.statements[-1:]:
        case (ir.Raise(),):
            return True
        case (ir.If(body=body, orelse=ir.Block() as orelse),):
            return _always_raises(body) and _always_raises(orelse)
        case _:
            return False
