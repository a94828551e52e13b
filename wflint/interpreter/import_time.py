"""Finds out, without following any code, what runs while a module is imported and never afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.ir import nodes as ir
from wflint.ir.walk import blocks, walk


def set_up_functions(module: ir.Module) -> frozenset[str]:
    """Return the names of a module's functions that its top level calls, and none of its functions mentions."""
    called = {node.func.id for node in _calls_at_import(module.body.block) if isinstance(node.func, ir.Name)}
    if not called:
        return frozenset()
    functions = _functions(module)
    own = {each.name for each in functions if not each.decorators}
    return frozenset(called & own).difference(*(each.body.mentions for each in functions))


def set_up_methods(module: ir.Module, name: str) -> frozenset[str]:
    """Return the methods that a module calls on what one of its variables holds, but only while it is imported."""
    set_up = set_up_functions(module)
    called = set(_methods_of(_calls_at_import(module.body.block), name))
    later = set[str]()
    for function in _functions(module):
        if name not in function.body.mentions:
            continue
        if function.name in set_up:
            called.update(_methods_of(walk(function), name))
        else:
            later |= function.body.mentions
    return frozenset(called - later)


def _functions(module: ir.Module) -> list[ir.Function]:
    return [node for node in walk(module.body.block) if isinstance(node, ir.Function)]


def _calls_at_import(block: ir.Block) -> Iterator[ir.Call]:
    for statement in block.statements:
        if isinstance(statement, (ir.Define, ir.DefineClass)):
            continue
        inner = tuple(blocks(statement))
        if not inner:
            yield from (node for node in walk(statement, into_functions=False) if isinstance(node, ir.Call))
        for each in inner:
            yield from _calls_at_import(each)


def _methods_of(nodes: Iterable[ir.Node], name: str) -> Iterator[str]:
    for node in nodes:
        match node:
            case ir.Call(func=ir.Attribute(value=ir.Name(id=owner), attr=method)) if owner == name:
                yield method
            case _:
                pass
