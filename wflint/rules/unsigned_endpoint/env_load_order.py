"""Whether a module loads its environment when its handlers have been registered already."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Env, Handler, Registration, Site, ir, literals, walk_nodes
from wflint.rules.unsigned_endpoint.env_loading import EnvLoading


def loaded_after(handler: Handler, registration: Registration, keys: tuple[str, ...]) -> Site | None:
    """Return what loads the keys after a registration in its block, where nothing before it may load any."""
    at = registration.registered_by.site
    env = registration.handler.env
    if env.module is not at.module:
        return None
    for statements in _blocks(at.module.body.block):
        place = _place(statements, registration.handler.function, at.node)
        if place is not None:
            loading = EnvLoading(keys, handler)
            behind = (
                found
                for each in _running(statements[place:])
                for found in _seen(loading, each, env)
                if not _calls_it(each, at.node)
            )
            late = next(behind, None)
            if late is None or any(loading.may_load(each, env) for each in _running(statements[:place])):
                return None
            return Site(at.module, late, at.enclosing_definition)
    return None


def _seen(loading: EnvLoading, statement: ir.Statement, env: Env) -> Iterator[ir.Node]:
    if not _starts_anew(statement):
        yield from loading.seen(statement, env)


def _starts_anew(statement: ir.Statement) -> bool:
    """Return whether a statement runs in a script alone and has the module imported again, by a name as `main:app`."""
    return (
        isinstance(statement, ir.If)
        and any(isinstance(each, ir.Name) and each.id == "__name__" for each in walk_nodes(statement.test))
        and any(isinstance(each.value, str) and ":" in each.value for each, _ in literals(statement.body))
    )


def _blocks(block: ir.Block) -> Iterator[tuple[ir.Statement, ...]]:
    """Yield the statements of a block, then those of the functions that it defines."""
    yield block.statements
    for statement in block.statements:
        if isinstance(statement, ir.Define):
            yield from _blocks(statement.function.body.block)


def _place(statements: tuple[ir.Statement, ...], handler: ir.Function, registering: ir.Node) -> int | None:
    """Return which of some statements defines a handler, or holds the call that registers it."""
    for place, statement in enumerate(statements):
        if isinstance(statement, ir.Define):
            if statement.function is handler or registering in statement.function.decorators:
                return place
    # Only now is each statement taken apart: most handlers are defined, and files may hold many.
    calling = (place for place, statement in enumerate(statements) if _calls_it(statement, registering))
    return next(calling, None)


def _calls_it(statement: ir.Statement, registering: ir.Node) -> bool:
    if isinstance(statement, (ir.Define, ir.DefineClass)):
        return False
    return any(node is registering for node in walk_nodes(statement, into_functions=False))


def _running(statements: tuple[ir.Statement, ...]) -> Iterator[ir.Statement]:
    """Yield the statements that do more than define something, as most of a module's do."""
    return (each for each in statements if not isinstance(each, (ir.Define, ir.DefineClass)))
