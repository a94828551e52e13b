"""Finds out, without following any code, what runs while a module is imported and never afterwards."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from functools import cached_property

from wflint.ir import nodes as ir
from wflint.ir.walk import blocks, walk


class ImportTime:
    """What of a module's code runs while the module is imported, and never afterwards."""

    def __init__(self, module: ir.Module) -> None:
        """Look at nothing yet: most modules call none of their functions at the top level."""
        self._block = module.body.block
        self._methods: dict[str, frozenset[str]] = {}

    @cached_property
    def functions(self) -> frozenset[str]:
        """Return the names of the functions that its top level calls, and none of its functions mentions."""
        called = {node.func.id for node in self._calls if isinstance(node.func, ir.Name)}
        own = called.intersection(each.name for each in _defined_in(self._block) if not each.decorators)
        later = (each.body.mentions for each in _functions(self._block, own)) if own else ()
        return frozenset(own.difference(*later))

    def methods(self, name: str) -> frozenset[str]:
        """Return the methods that it calls on what one of its variables holds, but only while it is imported."""
        found = self._methods.get(name)
        if found is None:
            found = self._methods[name] = self._methods_of(name)
        return found

    def _methods_of(self, name: str) -> frozenset[str]:
        called = set(_methods_called(self._calls, name))
        later = set[str]()
        for function in _functions(self._block, {name}) if called or self.functions else ():
            if name not in function.body.mentions:
                continue
            if function.name in self.functions:
                called.update(_methods_called(walk(function), name))
            else:
                later |= function.body.mentions
        return frozenset(called - later)

    @cached_property
    def _calls(self) -> list[ir.Call]:
        return list(_calls_in(self._block))


def _functions(block: ir.Block, names: AbstractSet[str]) -> Iterator[ir.Function]:
    """Yield the functions in a block, at any depth, but for those that certainly mention none of some names."""
    for statement in block.statements:
        if isinstance(statement, ir.Define) and _certainly_mentions_none(statement.function, names):
            continue
        if isinstance(statement, ir.DefineClass):
            yield from _functions(statement.class_.body.block, names)
            around: Iterable[ir.Node] = (*statement.class_.decorators, *statement.class_.bases)
        else:
            around = (statement,)
        yield from (node for each in around for node in walk(each) if isinstance(node, ir.Function))


def _certainly_mentions_none(function: ir.Function, names: AbstractSet[str]) -> bool:
    """Return whether the text of a function holds none of some names; one that is lowered anyway has no need of it."""
    return function.outline is not None and names.isdisjoint(function.outline.mentions)


def _defined_in(block: ir.Block) -> Iterator[ir.Function]:
    """Yield the functions that are defined in a block and the blocks in it."""
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield statement.function
        for inner in blocks(statement):
            yield from _defined_in(inner)


def _calls_in(block: ir.Block) -> Iterator[ir.Call]:
    for statement in block.statements:
        if isinstance(statement, (ir.Define, ir.DefineClass)):
            continue
        inner = tuple(blocks(statement))
        if not inner:
            yield from (node for node in walk(statement, into_functions=False) if isinstance(node, ir.Call))
        for each in inner:
            yield from _calls_in(each)


def _methods_called(nodes: Iterable[ir.Node], name: str) -> Iterator[str]:
    for node in nodes:
        match node:
            case ir.Call(func=ir.Attribute(value=ir.Name(id=owner), attr=method)) if owner == name:
                yield method
            case _:
                pass
