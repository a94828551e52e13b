"""Packages that a program also runs without."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from wflint.ir import nodes as ir
from wflint.ir.walk import blocks

_TYPES_ONLY = "TYPE_CHECKING"


def optional_packages(modules: Iterable[ir.Module], packages: frozenset[str]) -> frozenset[str]:
    """Return those of some packages that a program imports where that may fail, or under a condition.

    Args:
        modules: The program.
        packages: Top-level modules.
    """
    found = {name for module in modules for name in _optional(module.body.block, is_guarded=False)}
    return packages & found


def _optional(block: ir.Block, *, is_guarded: bool) -> Iterator[str]:
    """Yield the packages that a block imports behind a guard."""
    for statement in block.statements:
        match statement:
            case ir.Import(level=0):
                if is_guarded:
                    yield statement.module.partition(".")[0]
            case ir.Define():
                yield from _optional(statement.function.body.block, is_guarded=is_guarded)
            case ir.DefineClass():
                yield from _optional(statement.class_.body.block, is_guarded=is_guarded)
            case ir.If(test=ir.Name(id=name) | ir.Attribute(attr=name)) if name == _TYPES_ONLY:
                pass
            case _:
                for inner in blocks(statement):
                    yield from _optional(inner, is_guarded=True)
