"""Names of the language itself, and when its functions run."""

from __future__ import annotations

from typing import Final

from wflint.domain.alternatives import External
from wflint.domain.values import TOP, Arguments, Value
from wflint.effects.facts import type_name_facts
from wflint.interpreter.evaluator import Evaluator, Start
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

DEFAULT: Final = "default"
"""The name of a module's default export."""

_THE_GLOBAL_OBJECT: Final = frozenset({"globalThis", "window", "global", "self"})
_NOT_GLOBAL: Final = frozenset({"this", "super", "arguments", "exports", "module", "require", "..."})


_TYPES: Final = {
    "string": "builtins.str",
    "number": "builtins.float",
    "boolean": "builtins.bool",
    "bigint": "BigInt",
}
"""The names of primitive types, and the ids that these types have."""


def global_value(name: str) -> Value:
    """Return the value of a name that no scope binds: a global, which types are as well."""
    if name in _NOT_GLOBAL:
        return TOP
    return Value((External(_TYPES.get(name, name)),))


def imported_name(module: str, name: str) -> str:
    """Return the qualified name of an import; the default export of a module stands for the module."""
    if name == DEFAULT:
        return module
    return type_name_facts("javascript").lookup(name.lower()).generated_as or f"{module}.{name}"


def called_name(node: ir.Expr, name: str) -> str:
    """Return the qualified name of a call: one with `new` has a name of its own."""
    root, dot, rest = name.partition(".")
    if root in _THE_GLOBAL_OBJECT and dot:
        name = rest
    return f"{name}.new" if isinstance(node, ir.New) else name


def starts(function: ir.Function) -> Start:
    """Return when the body of a function starts to run once it is called."""
    if function.body.yields:
        return Start.WHEN_ITERATED
    return Start.EAGERLY if function.is_async else Start.AT_ONCE


def as_is(value: Value, _name: str, _arguments: Arguments) -> Value:
    """Return a value of which the call that gives it says no more."""
    return value


def nothing_known(*_: object) -> None:
    """Return `None`, where JavaScript has no meaning of its own."""


def nothing_entered(
    _ev: Evaluator, _frame: Frame, _node: ir.Expr, manager: Value, *, is_async: bool
) -> Value:
    """Return what `using` binds: the value itself."""
    del is_async
    return manager
