"""Which code loads keys into the environment: followed through the functions that it calls and the modules that it imports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from wflint.rules.api import (
    ClassRef,
    Closure,
    Env,
    External,
    Handler,
    Imported,
    Instance,
    ModuleRef,
    Object,
    Ref,
    Value,
    ir,
    literals,
    walk_nodes,
)

_LOADERS = frozenset(
    {
        "dotenv.load_dotenv",
        "dotenv.main.load_dotenv",
        "flask.cli.load_dotenv",
        "environ.Env.read_env",
        "environs.Env.read_env",
        "dotenv.config",
        "dotenv.configDotenv",
        "@dotenvx/dotenvx.config",
        "@next/env.loadEnvConfig",
        "process.loadEnvFile",
        "node:process.loadEnvFile",
    }
)
_READERS = frozenset({"dotenv.dotenv_values", "dotenv.main.dotenv_values"})
_LOADING_MODULES = frozenset({"dotenv/config", "@dotenvx/dotenvx/config"})
"""External modules that load an environment file when they are imported."""

_ENVIRONMENT = "os.environ"
_ENVIRONMENTS = frozenset({_ENVIRONMENT, "process.env"})
_CHANGES = frozenset(
    {*(f"{_ENVIRONMENT}.{each}" for each in ("update", "setdefault", "__setitem__")), "os.putenv"}
)
_WORDS = frozenset({"load_dotenv", "read_env", "environ", "putenv", "dotenv", "loadEnvFile", "loadEnvConfig"})

_MOST = 40
"""How many functions and modules are followed from one statement."""

Meaning = str | Env | Closure | ClassRef
"""The qualified name of something external or of its type, the globals of a module, a function, a class or its object."""


@dataclass(slots=True)
class EnvLoading:
    """Looks for code that loads keys.

    Attributes:
        keys: The environment variables in question.
        handler: The handler whose keys they are, which knows the modules that its own imports.
    """

    keys: tuple[str, ...]
    handler: Handler
    _seen: set[object] = field(default_factory=set["object"])
    _resolving: set[ir.Import] = field(default_factory=set[ir.Import])

    def seen(self, statement: ir.Statement, env: Env) -> Iterator[ir.Node]:
        """Yield the parts of a statement that are seen to load the keys when it runs."""
        for node in walk_nodes(statement, into_functions=False):
            self._seen = set()
            if self._loads(node, env):
                yield node

    def may_load(self, statement: ir.Statement, env: Env) -> bool:
        """Return whether a statement may load something; all first-party code may that it imports."""
        for node in walk_nodes(statement, into_functions=False):
            if isinstance(node, ir.Import) and (node.level > 0 or self.handler.modules_run(node, env.module)):
                return True
            if isinstance(node, ir.Call) and any(
                isinstance(each, (Closure, ClassRef)) and _mentions_loading(each)
                for each in self._meanings(node.func, env)
            ):
                return True
            if self._changes_environment(node, env):
                return True
        return any(self.seen(statement, env))

    def _loads(self, node: ir.Node, env: Env) -> bool:
        """Return whether a node loads the keys when it runs, or runs code that does."""
        if isinstance(node, ir.Import):
            return node.module in _LOADING_MODULES or any(
                self._runs(each, each.body.block, self.handler.globals_of(each))
                for each in self.handler.modules_run(node, env.module)
            )
        if not isinstance(node, (ir.Assign, ir.Call)):
            return False
        if self._changes_environment(node, env) and self._is_about_keys(node, env):
            return True
        return isinstance(node, ir.Call) and any(
            (isinstance(each, str) and each in _LOADERS) or self._follows(each)
            for each in self._meanings(node.func, env)
        )

    def _follows(self, called: Meaning) -> bool:
        """Return whether a called first-party function loads the keys, or what makes an object of a called class."""
        if isinstance(called, ClassRef):
            return any(self._follows(each) for each in _members(called, "__init__"))
        if not isinstance(called, Closure) or called.function.body.yields:
            return False
        block = called.function.body.block
        local = {
            each.bound: Value((Imported(called.module, each),))
            for each in walk_nodes(block, into_functions=False)
            if isinstance(each, ir.Import)
        }
        own = called.function.body.locals | called.function.parameter_names
        return self._runs(called.function, block, Env(called.module, called.env, own, local))

    def _runs(self, code: object, block: ir.Block, env: Env) -> bool:
        if code in self._seen or len(self._seen) >= _MOST:
            return False
        self._seen.add(code)
        return any(self._loads(node, env) for node in walk_nodes(block, into_functions=False))

    def _changes_environment(self, node: ir.Node, env: Env) -> bool:
        if isinstance(node, ir.Assign):
            items = [each.value for each in node.targets if isinstance(each, (ir.Subscript, ir.Attribute))]
            changed = (each for each in node.targets if not isinstance(each, ir.Subscript))
            meant = (name for each in (*items, *changed) for name in self._meanings(each, env))
            return any(isinstance(name, str) and name in _ENVIRONMENTS for name in meant)
        return isinstance(node, ir.Call) and not _CHANGES.isdisjoint(
            each for each in self._meanings(node.func, env) if isinstance(each, str)
        )

    def _is_about_keys(self, node: ir.Node, env: Env) -> bool:
        """Return whether code names a key, or reads an environment file."""
        if any(literal.value in self.keys for literal, _ in literals(node)):
            return True
        below = list(walk_nodes(node, into_functions=False))
        if any(isinstance(each, ir.Argument) and each.keyword in self.keys for each in below):
            return True
        if any(isinstance(each, ir.Attribute) and each.attr in self.keys for each in below):
            return True
        calls = (each for each in below if isinstance(each, ir.Call))
        return any(name in _READERS for call in calls for name in self._meanings(call.func, env))

    def _meanings(self, node: ir.Node, env: Env) -> Iterator[Meaning]:
        """Yield what an expression may be, as far as it is known."""
        match node:
            case ir.Name():
                holder = env.holder(node.id)
                held = holder.names.get(node.id) if holder is not None else None
                for ref in held.alternatives if held is not None else ():
                    yield from self._meaning(ref)
                if holder is None:
                    yield node.id  # a global
            case ir.Attribute():
                for owner in self._meanings(node.value, env):
                    yield from self._attribute(owner, node.attr)
            case ir.Call():
                for called in self._meanings(node.func, env):
                    if isinstance(called, (str, ClassRef)):
                        yield called
            case _:
                pass

    def _attribute(self, owner: Meaning, name: str) -> Iterator[Meaning]:
        match owner:
            case str():
                yield f"{owner}.{name}"
            case Env():
                for ref in owner.names[name].alternatives if name in owner.names else ():
                    yield from self._meaning(ref)
            case ClassRef():
                yield from _members(owner, name)
            case _:
                pass

    def _meaning(self, ref: Ref) -> Iterator[Meaning]:
        match ref:
            case External():
                yield ref.name
            case Instance():
                yield ref.type
            case Closure() | ClassRef():
                yield ref
            case Object():
                yield ref.class_
            case ModuleRef():
                yield self.handler.globals_of(ref.module)
            case Imported():
                yield from self._imported(ref)
            case _:
                pass

    def _imported(self, imported: Imported) -> list[Meaning]:
        statement = imported.statement
        if statement in self._resolving:
            return []  # modules that import a name from each other
        modules = self.handler.modules_run(statement, imported.module)
        if not modules:
            # What `import a.b` binds is `a`.
            bound = (
                statement.bound if statement.module.startswith(f"{statement.bound}.") else statement.module
            )
            return [f"{statement.module}.{statement.name}" if statement.name is not None else bound]
        last = self.handler.globals_of(modules[-1])
        if statement.name is None or statement.name not in last.names:
            return [last]
        self._resolving.add(statement)
        found = list(self._attribute(last, statement.name))
        self._resolving.remove(statement)
        return found


def _members(class_: ClassRef, name: str) -> Iterator[Closure]:
    """Yield the functions that the name of a method may mean, in a class or the classes that it is made from."""
    for statement in class_.class_.body.block.statements:
        if isinstance(statement, ir.Define) and statement.function.name == name:
            yield Closure(statement.function, class_.env, class_.module)
            return
    for base in class_.bases:
        for ref in base.alternatives:
            if isinstance(ref, ClassRef):
                yield from _members(ref, name)


def _mentions_loading(code: Closure | ClassRef) -> bool:
    body = code.function.body if isinstance(code, Closure) else code.class_.body
    return not _WORDS.isdisjoint(body.mentions)
