"""Guards that let nothing empty pass: `if (!ids.length) return`, `if not ids: return`."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Branch, Event, Exit, InlinedCall, ir, spelled, walk_nodes

_LENGTHS = frozenset({"length", "size"})
_ASKS = frozenset({"isEmpty", "isEmptyArray"})
_LEAVES_OUT = frozenset(
    {"filter", "compact", "slice", "splice", "without", "difference", "intersection", "islice"}
)
_FROM_NOTHING = {("==", 0), ("<=", 0), ("<", 1)}


def ruled_out(events: list[Event], language: str) -> frozenset[str]:
    """Return what is certainly not empty behind guards that leave the handler, as the code spells it."""
    found: set[str] = set()
    for event in events:
        match event:
            case Branch(arms=(taken, *_)) if any(isinstance(each, Exit) for each in taken):
                test = event.site.node
                found.update(map(spelled, _empty_where(test, language)) if isinstance(test, ir.Expr) else ())
            case InlinedCall():
                found |= ruled_out(event.body, language)
            case _:
                pass
    return frozenset(found)


def is_ruled_out(over: ir.Expr, known: frozenset[str]) -> bool:
    """Return whether what a loop goes through is made of something that is not empty, and leaves nothing of it out."""
    nodes = [over, *walk_nodes(over)]
    calls = (spelled(node.func).rpartition(".")[2] for node in nodes if isinstance(node, ir.Call))
    if not _LEAVES_OUT.isdisjoint(calls):
        return False
    return any(isinstance(node, (ir.Name, ir.Attribute)) and spelled(node) in known for node in nodes)


def _empty_where(test: ir.Expr, language: str) -> Iterator[ir.Expr]:
    """Yield what is not empty where a condition does not hold."""
    match test:
        case ir.Operation(op="or", operands=operands):
            for each in operands:
                yield from _empty_where(each, language)
        case ir.Operation(op="not", operands=(asked,)):
            measured = _measured(asked)
            if measured is not None:
                yield measured
            elif language == "Python":
                yield asked
        case ir.Operation(op=op, operands=(asked, ir.Literal(value=number))) if (op, number) in _FROM_NOTHING:
            measured = _measured(asked)
            if measured is not None:
                yield measured
        case ir.Call(args=(ir.Argument(value=asked), *_)) if spelled(test).rpartition(".")[2] in _ASKS:
            yield asked
        case _:
            pass


def _measured(node: ir.Expr) -> ir.Expr | None:
    """Return the collection whose length an expression is."""
    match node:
        case ir.Attribute(value=owner, attr=attr) if attr in _LENGTHS:
            return owner
        case ir.Call(func=ir.Name(id="len"), args=(ir.Argument(value=owner),)):
            return owner
        case _:
            return None
