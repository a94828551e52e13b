"""Names by which other modules may register handlers, without naming an engine themselves."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.ir import nodes as ir


def shared_names(module: ir.Module, name_sets: list[frozenset[str]]) -> Iterator[tuple[str, bool]]:
    """Module-level names that other modules may import to register handlers, and whether each is an object.

    An object's method registers them, so that code which uses it names the method as well.
    """
    aliases = {names for each in name_sets if len(each) == 1 for names in each}
    for statement in module.body.block.statements:
        if isinstance(statement, ir.Import) and statement.name in aliases:
            aliases.add(statement.bound)
        if isinstance(statement, ir.Assign) and isinstance(statement.value, ir.Call):
            for target in statement.targets:
                if isinstance(target, ir.Name) and _mentions(statement.value, aliases):
                    yield target.id, True
        elif isinstance(statement, ir.Define):
            mentions = statement.function.body.mentions
            if not aliases.isdisjoint(mentions) or any(names <= mentions for names in name_sets):
                yield statement.function.name, False


def _mentions(call: ir.Call, names: set[str]) -> bool:
    func = call.func
    return (isinstance(func, ir.Name) and func.id in names) or (
        isinstance(func, ir.Attribute) and func.attr in names
    )
