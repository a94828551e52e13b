"""Going through everything below a node, functions and classes included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields

from wflint.ir import nodes as ir

_NEVER_NODES = frozenset({"handle", "outermost", "lower", "_body"})


def literals(node: ir.Node) -> Iterator[tuple[ir.Literal, object]]:
    """Every literal below a node, each with the handle of the top-level definition that it stands in."""
    for each, outermost in below(node):
        if isinstance(each, ir.Literal):
            yield each, outermost


def below(node: object, outermost: object = None) -> Iterator[tuple[ir.Node, object]]:
    """A node and every node below it, each with the handle of the top-level definition that it stands in."""
    match node:
        case tuple():
            for each in node:  # pyright: ignore[reportUnknownVariableType] - a tuple of nodes or of text
                yield from below(each, outermost)  # pyright: ignore[reportUnknownArgumentType] - as above
        case ir.Body():
            yield from below(node.block, outermost)
        case ir.Node():
            yield node, outermost
            inner = node.outermost if isinstance(node, ir.Function) else outermost
            for each in fields(node):
                if each.name not in _NEVER_NODES:
                    yield from below(getattr(node, each.name), inner)
            if isinstance(node, (ir.Function, ir.Class)):
                yield from below(node.body, inner)
        case _:
            pass
