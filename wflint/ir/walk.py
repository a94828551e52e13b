"""Going through everything below a node, functions and classes included."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields
from typing import cast

from wflint.ir import nodes as ir

_NEVER_NODES = frozenset({"handle", "outermost", "lower", "_body"})


def literals(node: ir.Node) -> Iterator[tuple[ir.Literal, object]]:
    """Every literal below a node, each with the handle of the top-level definition that it stands in."""
    yield from _literals(node, None)


def _literals(node: object, outermost: object) -> Iterator[tuple[ir.Literal, object]]:
    match node:
        case ir.Literal():
            yield node, outermost
        case tuple():
            for each in cast("tuple[object, ...]", node):
                yield from _literals(each, outermost)
        case ir.Body():
            yield from _literals(node.block, outermost)
        case ir.Node():
            inner = node.outermost if isinstance(node, ir.Function) else outermost
            for each in fields(node):
                if each.name not in _NEVER_NODES:
                    yield from _literals(getattr(node, each.name), inner)
            if isinstance(node, (ir.Function, ir.Class)):
                yield from _literals(node.body, inner)
        case _:
            pass
