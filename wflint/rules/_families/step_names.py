"""What rules share that look at the names of steps."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Handler, Level, Repeated, ir


def computed_parts(node: ir.Expr) -> Iterator[ir.Expr]:
    """Yield the expressions that a name is put together of, without its text."""
    match node:
        case ir.Template():
            yield from (part for part in node.parts if not isinstance(part, ir.Literal))
        case ir.Operation(op="+"):
            for operand in node.operands:
                yield from computed_parts(operand)
        case ir.Literal():
            pass
        case _:
            yield node


def apart(handler: Handler, them: str = "them") -> str:
    """Return what distinguishes steps of one name, as a clause."""
    if handler.profile.identity.repeated is Repeated.NUMBERED:
        return f"only the order in which they run tells {them} apart"
    return f"nothing tells {them} apart"


def level_of_repeated(handler: Handler) -> Level:
    """Return how bad steps of one name are."""
    return Level.INFO if handler.profile.identity.repeated is Repeated.NUMBERED else Level.WARNING
