"""Walk over the tree: everything below a node, the blocks in a statement, the names that a target binds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from wflint.ir import nodes as ir

_NEVER_NODES = frozenset({"handle", "enclosing_definition", "lower", "outline", "_body"})
_PLAIN = re.compile(r"bool|int|str|str \| None|Constant|ContainerKind|Words")
"""The types of fields that hold no nodes."""


def walk(node: ir.Node, *, into_functions: bool = True) -> Iterator[ir.Node]:
    """Yield a node and every node below it, in the order of the code.

    Args:
        node: Where to begin.
        into_functions: Whether to enter the bodies of the functions and classes below, which lowers them; the body
            of `node` itself is entered in any case.
    """
    waiting = [node]
    while waiting:
        each = waiting.pop()
        yield each
        waiting += _children(each, into_body=into_functions or each is node)


def literals(node: ir.Node) -> Iterator[tuple[ir.Literal, object]]:
    """Yield every literal below a node, each with the handle of the top-level definition that it stands in."""
    for each, definition in below(node):
        if isinstance(each, ir.Literal):
            yield each, definition


def below(node: ir.Node) -> Iterator[tuple[ir.Node, object]]:
    """Yield a node and every node below it, each with the handle of the top-level definition that it stands in."""
    waiting: list[tuple[ir.Node, object]] = [(node, None)]
    while waiting:
        each, around = waiting.pop()
        yield each, around
        inner = each.enclosing_definition if isinstance(each, ir.Function) else around
        waiting += [(child, inner) for child in _children(each, into_body=True)]


def blocks(statement: ir.Statement) -> Iterable[ir.Block]:
    """Return the blocks that stand directly in a statement, in the order of the code.

    The bodies of functions and classes are not among them: they do not run where they stand.
    """
    match statement:
        case ir.If() | ir.For() | ir.While():
            return (statement.body,) if statement.orelse is None else (statement.body, statement.orelse)
        case ir.With():
            return (statement.body,)
        case ir.Try():
            clauses = (clause.body for clause in statement.clauses)
            last = (block for block in (statement.orelse, statement.final) if block is not None)
            return (statement.body, *clauses, *last)
        case ir.Match():
            return [case.body for case in statement.cases]
        case _:
            return ()


def branches_around(block: ir.Block, node: ir.Node) -> list[tuple[ir.Statement, ir.Block]]:
    """Return the statements around a node in a block, innermost first, each with its block that the node is in.

    What stands in a function below is in none of them.
    """
    waiting: list[tuple[ir.Block, tuple[tuple[ir.Statement, ir.Block], ...]]] = [(block, ())]
    while waiting:
        current, around = waiting.pop()
        for statement in current.statements:
            inner = tuple(blocks(statement))
            waiting += [(each, ((statement, each), *around)) for each in inner]
            if not inner and any(each is node for each in walk(statement, into_functions=False)):
                return list(around)
    return []


def is_optional(node: ir.Node) -> bool:
    """Return whether a member, or one before it in its chain, is nothing where its owner is: `a?.b.c`."""
    while isinstance(node, (ir.Attribute, ir.Subscript, ir.Call)):
        if not isinstance(node, ir.Call) and node.optional:
            return True
        node = node.func if isinstance(node, ir.Call) else node.value
    return False


def targets(target: ir.Expr) -> Iterator[str]:
    """Yield the names that assigning to a target binds; attributes and items bind none."""
    match target:
        case ir.Name():
            yield target.id
        case ir.Starred():
            yield from targets(target.value)
        case ir.Container():
            for item in target.items:
                yield from targets(item)
        case _:
            pass


def _children(node: ir.Node, *, into_body: bool) -> list[ir.Node]:
    """Return the nodes directly in a node, the last one first."""
    found: list[ir.Node] = []
    kind: object = type(node)  # which mypy takes for hashable, unlike a type
    for name in _parts(kind):
        value: object = getattr(node, name)
        if not value:
            continue
        if type(value) is tuple:
            # A tuple of nodes, or of names.
            found += [each for each in value if isinstance(each, ir.Node)]  # pyright: ignore[reportUnknownVariableType]
        elif isinstance(value, ir.Node):
            found.append(value)
        elif isinstance(value, ir.Body):
            found.append(value.block)
    if into_body and isinstance(node, (ir.Function, ir.Class)):
        found.append(node.body.block)
    found.reverse()
    return found


@cache
def _parts(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any kind of node
    """Return the fields of a kind of node that may hold nodes; to ask for them takes longer than to look at them."""
    found = (each for each in fields(kind) if each.name not in _NEVER_NODES)
    # Annotations are text here, which tells what cannot hold one.
    return tuple(each.name for each in found if not _PLAIN.fullmatch(str(each.type)))
