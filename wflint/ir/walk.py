"""Walk over the tree: everything below a node, the blocks in a statement, the names that a target binds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from functools import cache
from typing import Any

from wflint.ir import nodes as ir

_NEVER_NODES = frozenset({"handle", "enclosing_definition", "lower", "_body"})


def walk(node: ir.Node, *, into_functions: bool = True) -> Iterator[ir.Node]:
    """Yield a node and every node below it, in the order of the code.

    Args:
        node: Where to begin.
        into_functions: Whether to enter the bodies of the functions and classes below, which lowers them; the body
            of `node` itself is entered in any case.
    """
    for each, _ in _walk(node, None, into_functions=into_functions):
        yield each


def literals(node: ir.Node) -> Iterator[tuple[ir.Literal, object]]:
    """Yield every literal below a node, each with the handle of the top-level definition that it stands in."""
    for each, definition in _walk(node, None, into_functions=True):
        if isinstance(each, ir.Literal):
            yield each, definition


def below(node: ir.Node) -> Iterator[tuple[ir.Node, object]]:
    """Yield a node and every node below it, each with the handle of the top-level definition that it stands in."""
    return _walk(node, None, into_functions=True)


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


def _walk(first: ir.Node, definition: object, *, into_functions: bool) -> Iterator[tuple[ir.Node, object]]:
    waiting = [(first, definition)]
    while waiting:
        node, around = waiting.pop()
        yield node, around
        inner = node.enclosing_definition if isinstance(node, ir.Function) else around
        found = _children(node)
        if isinstance(node, (ir.Function, ir.Class)) and (into_functions or node is first):
            found.append(node.body.block)
        waiting += [(child, inner) for child in reversed(found)]


def _children(node: ir.Node) -> list[ir.Node]:
    found: list[ir.Node] = []
    kind: object = type(node)  # which mypy takes for hashable, unlike a type
    for name in _parts(kind):
        value: object = getattr(node, name)
        if isinstance(value, ir.Node):
            found.append(value)
        elif isinstance(value, tuple):
            # A tuple of nodes, or of names.
            found += [each for each in value if isinstance(each, ir.Node)]  # pyright: ignore[reportUnknownVariableType]
        elif isinstance(value, ir.Body):
            found.append(value.block)
    return found


@cache
def _parts(kind: Any) -> tuple[str, ...]:  # noqa: ANN401 - any kind of node
    """Return the fields of a kind of node that may hold nodes; to ask for them takes longer than to look at them."""
    return tuple(each.name for each in fields(kind) if each.name not in _NEVER_NODES)
