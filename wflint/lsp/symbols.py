"""Document symbols: handlers, with their steps, loops and waits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from lsprotocol.types import DocumentSymbol, SymbolKind

from wflint.explaining.nodes import BlockKind, BlockNode, StepNode, TreeNode
from wflint.report.quantities import many_steps, ordinal

if TYPE_CHECKING:
    from wflint.explaining.nodes import BlockPart, SourcePlace
    from wflint.lsp.model import Model


def document_symbols(model: Model) -> list[DocumentSymbol]:
    """Return the workflows of a file as an outline."""
    found: list[DocumentSymbol] = []
    for workflow in model.own_workflows:
        name, extent = workflow.shown_at.span, workflow.extent.span
        selected = model.positions.range(name.start, name.end)
        whole = model.positions.range(min(name.start, extent.start), extent.end)
        if selected is None or whole is None:
            continue
        nodes = (*workflow.prelude, *workflow.body, *workflow.tail)
        found.append(
            DocumentSymbol(
                workflow.name,
                SymbolKind.Function,
                whole,
                selected,
                detail=many_steps(workflow.step_count),
                children=list(_symbols(nodes, workflow.extent, model)),
            )
        )
    return found


def _symbols(nodes: Iterable[TreeNode], inside: SourcePlace, model: Model) -> Iterator[DocumentSymbol]:
    """Yield the symbols of nodes that are written inside of something; what a workflow helper elsewhere does is left out."""
    for node in nodes:
        match node:
            case StepNode() if _is_inside(node.place, inside):
                kind = SymbolKind.Method if node.kind in ("run", "call") else SymbolKind.Event
                name = f"{node.what} {node.name}".strip()
                yield from _symbol(name, kind, node.place, f"step {ordinal(node.position)}", [], model)
            case BlockNode(kind=BlockKind.LOOP | BlockKind.HELPER):
                yield from _block(node.parts[0], node.kind, inside, model)
                yield from _symbols((each for part in node.parts[1:] for each in part.nodes), inside, model)
            case BlockNode():
                yield from _symbols((each for part in node.parts for each in part.nodes), inside, model)
            case _:
                pass


def _block(part: BlockPart, kind: BlockKind, inside: SourcePlace, model: Model) -> Iterator[DocumentSymbol]:
    if not _is_inside(part.place, inside):
        # What a factory elsewhere calls may be written here.
        yield from _symbols(part.nodes, inside, model)
        return
    children = list(_symbols(part.nodes, part.place, model))
    if kind is BlockKind.LOOP and not children:
        return
    symbol = SymbolKind.Array if kind is BlockKind.LOOP else SymbolKind.Function
    yield from _symbol(part.header, symbol, part.place, kind.value, children, model)


def _symbol(
    name: str, kind: SymbolKind, place: SourcePlace, detail: str, children: list[DocumentSymbol], model: Model
) -> Iterator[DocumentSymbol]:
    found = model.positions.range(place.span.start, place.span.end)
    if found is not None:
        yield DocumentSymbol(name, kind, found, found, detail=detail, children=children)


def _is_inside(place: SourcePlace, outer: SourcePlace) -> bool:
    inner, around = place.span, outer.span
    return inner.path == around.path and around.start <= inner.start and inner.end <= around.end
