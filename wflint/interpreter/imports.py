"""Imported names; modules are read when something needs them."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, External, Imported, Kept, ModuleRef, Object
from wflint.domain.env import Env
from wflint.domain.lattice import join, join_all
from wflint.domain.values import TOP, Value
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.module_state import keep
from wflint.ir import nodes as ir


def resolved(ev: Evaluator, env: Env, name: str) -> Value:
    """Return what a variable of a scope holds, imports resolved."""
    wrapper = ev.state.profile_index.wrapper_in(env.module.path, name) if env.is_module else None
    if wrapper is not None:
        return Value((External(wrapper),))
    value = env.names.get(name, TOP)
    is_lasting = False
    for ref in value.alternatives:
        if isinstance(ref, Imported):
            return _imported(ev, env, name, value)
        is_lasting = is_lasting or isinstance(ref, (Object, Collection))
    if is_lasting and env.is_module:
        keep(ev, value, Kept(env.module, name))
    return value


def _imported(ev: Evaluator, env: Env, name: str, value: Value) -> Value:
    # Modules that import a name from each other would never end.
    env.names[name] = TOP
    found = [
        _imported_value(ev, ref) if isinstance(ref, Imported) else Value((ref,)) for ref in value.alternatives
    ]
    env.names[name] = join(join_all(found), TOP) if value.is_open else join_all(found)
    return env.names[name]


def _imported_value(ev: Evaluator, imported: Imported) -> Value:
    statement, importer = imported.statement, imported.module
    module = ev.state.resolver.import_module(statement.module, statement.level, importer)
    if statement.name is None:
        return Value((ModuleRef(module) if module else External(statement.module),))
    if module is None:
        return Value((External(ev.semantics.imported_name(statement.module, statement.name)),))
    return global_name(ev, module, statement.name)


def global_name(ev: Evaluator, module: ir.Module, name: str) -> Value:
    """Return what a module-level variable may be."""
    env = ev.globals_of(module)
    if name in env.names:
        return resolved(ev, env, name)
    submodule = ev.state.resolver.submodule(module, name)
    if submodule is not None:
        return Value((ModuleRef(submodule),))
    return TOP


def modules_run(ev: Evaluator, statement: ir.Import, importer: ir.Module) -> tuple[ir.Module, ...]:
    """Return the first-party modules that an import may run, packages before what is in them."""
    resolver, parts = ev.state.resolver, statement.module.split(".")
    names = [".".join(parts[:number]) for number in range(1, len(parts) + 1)]
    found = [resolver.import_module(name, statement.level, importer) for name in names]
    last = found[-1]
    if last is not None and statement.name is not None and statement.name not in ev.globals_of(last).names:
        found.append(resolver.submodule(last, statement.name))
    return tuple(module for module in found if module is not None)
