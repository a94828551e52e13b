"""Whether a name that is built from a changing value never comes out the same again."""

from __future__ import annotations

from typing import Final

from wflint.rules.api import Effect, EffectKind, ir

_KEEPING: Final = frozenset(
    {
        "str",
        "String",
        "int",
        "repr",
        "format",
        "isoformat",
        "timestamp",
        "getTime",
        "valueOf",
        "toISOString",
        "toJSON",
        "toString",
    }
)
"""Functions and methods that keep a time to the second at least."""


def is_unique(effect: Effect, name: ir.Node) -> bool:
    """Return whether no two passes build the same name of an effect's value, so that no run has found its step again.

    A part of a random value is as good as all of it; of a time only the whole is, since a date stays the same for a day.
    """
    row = effect.call.row
    if not row.unique:
        return False
    return row.effect is not EffectKind.CLOCK or (len(effect.chain) == 1 and _holds(name, effect.anchor.node))


def _holds(node: ir.Node, value: ir.Node) -> bool:
    """Return whether an expression holds all of a value."""
    if node is value:
        return True
    match node:
        case ir.Template():
            return any(_holds(part, value) for part in node.parts if part.handle not in node.formatted)
        case ir.Operation(op="+"):
            return any(_holds(each, value) for each in node.operands)
        case ir.Call(func=ir.Name(id=name), args=(ir.Argument(value=given),)) if name in _KEEPING:
            return _holds(given, value)
        case ir.Call(func=ir.Attribute(value=owner, attr=name), args=()) if name in _KEEPING:
            return _holds(owner, value)
        case _:
            return False
