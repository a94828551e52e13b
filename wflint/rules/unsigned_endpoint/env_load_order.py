"""Whether a module loads its environment when its handlers have been registered already."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import Closure, Env, External, Imported, Registration, Site, Value, ir, literals

_LOADERS = frozenset({"dotenv.load_dotenv", "dotenv.main.load_dotenv"})


def loaded_after(registration: Registration, keys: tuple[str, ...]) -> Site | None:
    """Return the call that loads the keys after a registration in its block, where nothing loads any before it."""
    at = registration.registered_by.site
    env = registration.handler.env
    if env.module is not at.module:
        return None
    for statements in _blocks(at.module.body.block):
        place = _place(statements, registration.handler.function, at.node)
        if place is not None:
            behind = (each for each in _running(statements[place:]) if not _calls_it(each, at.node))
            late = next((call for each in behind for call in _loading(each, env, keys)), None)
            if late is None or any(any(_loading(each, env, keys)) for each in _running(statements[:place])):
                return None
            return Site(at.module, late, at.enclosing_definition)
    return None


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
    if isinstance(statement, ir.Define):
        return False
    return any(call is registering for call in _calls(statement))


def _running(statements: tuple[ir.Statement, ...]) -> Iterator[ir.Statement]:
    """Yield the statements that do more than define something, as most of a module's do."""
    return (each for each in statements if not isinstance(each, (ir.Define, ir.DefineClass)))


def _loading(statement: ir.Statement, env: Env, keys: tuple[str, ...]) -> Iterator[ir.Node]:
    """Yield the calls of a statement that load the environment, and imports of modules that may do so."""
    if isinstance(statement, ir.Import):
        known = _held(env, statement.bound)
        first_party = statement.level > 0 or (
            known is not None and not all(isinstance(ref, (External, Imported)) for ref in known.alternatives)
        )
        if first_party:
            # First-party code, which may load the environment when it is imported.
            yield statement
    if isinstance(statement, ir.Assign) and any(_sets_key(target, keys) for target in statement.targets):
        yield statement
    for call in _calls(statement):
        for name in _names(call.func, env):
            if (isinstance(name, str) and name in _LOADERS) or (
                isinstance(name, Closure) and _loads(name, keys)
            ):
                yield call


def _sets_key(target: ir.Expr, keys: tuple[str, ...]) -> bool:
    return (
        isinstance(target, ir.Subscript)
        and isinstance(target.index, ir.Literal)
        and target.index.value in keys
    )


def _loads(closure: Closure, keys: tuple[str, ...]) -> bool:
    body = closure.function.body
    if any(name.rpartition(".")[2] in body.mentions for name in _LOADERS):
        return True
    return "environ" in body.mentions and any(
        literal.value in keys for literal, _ in literals(closure.function)
    )


def _held(env: Env, name: str) -> Value | None:
    holder = env.holder(name)
    return holder.names.get(name) if holder is not None else None


def _names(func: ir.Expr, env: Env) -> Iterator[str | Closure]:
    """Yield what a called expression may be: the qualified name of something external, or a first-party function."""
    match func:
        case ir.Name():
            known = _held(env, func.id)
            for ref in known.alternatives if known else ():
                match ref:
                    case External():
                        yield ref.name
                    case Imported() if ref.statement.name and not ref.statement.level:
                        yield f"{ref.statement.module}.{ref.statement.name}"
                    case Imported():
                        yield ref.statement.module
                    case Closure():
                        yield ref
                    case _:
                        pass
        case ir.Attribute():
            yield from (f"{name}.{func.attr}" for name in _names(func.value, env) if isinstance(name, str))
        case _:
            pass


def _calls(statement: ir.Statement) -> Iterator[ir.Call]:
    """Yield the calls of a top-level statement, those under an `if` or `try` included; not those inside functions."""
    match statement:
        case ir.Evaluate():
            yield from _calls_in(statement.value)
        case ir.Assign() if statement.value is not None:
            yield from _calls_in(statement.value)
        case ir.If():
            for block in (statement.body, statement.orelse):
                for inner in block.statements if block else ():
                    yield from _calls(inner)
        case ir.Try() | ir.With():
            for inner in statement.body.statements:
                yield from _calls(inner)
        case _:
            pass


def _calls_in(node: ir.Expr) -> Iterator[ir.Call]:
    if isinstance(node, ir.Call):
        yield node
        yield from _calls_in(node.func)
        for argument in node.args:
            yield from _calls_in(argument.value)
