"""Names, truth and decorators of the language itself."""

from __future__ import annotations

import builtins

from wflint.domain.alternatives import External
from wflint.domain.taint import FromParameter
from wflint.domain.values import TOP, Value
from wflint.interpreter.evaluator import Start
from wflint.ir import nodes as ir

_BUILTINS = {name: Value((External(f"builtins.{name}"),)) for name in dir(builtins)}
_FALSE_WHEN_RUN = frozenset({"typing.TYPE_CHECKING", "typing_extensions.TYPE_CHECKING"})


def truth(test: Value) -> bool | None:
    """Return whether a condition is always true or always false; `None` where that is not known."""
    only = test.only
    if isinstance(only, External) and only.name in _FALSE_WHEN_RUN:
        return False
    known = test.constant
    # Of a parameter it is known what this call is given.
    varies = any(not isinstance(each, FromParameter) for each in test.taint)
    return bool(known.value) if known is not None and not varies else None


def global_value(name: str) -> Value:
    """Return the value of a name that no scope binds: a builtin, or unknown."""
    return _BUILTINS.get(name, TOP)


def starts(function: ir.Function) -> Start:
    """Return when the body of a function starts to run once it is called."""
    if function.body.yields:
        return Start.WHEN_ITERATED
    return Start.LAZILY if function.is_async else Start.AT_ONCE


def imported_name(module: str, name: str) -> str:
    """Return the qualified name of what an import takes from a module that is not first-party."""
    # `from . import x` in a file outside any package has no module at all.
    return f"{module}.{name}" if module else name


def called_name(_: ir.Expr, name: str) -> str:
    """Return the qualified name that the catalogue has for a call: that of what is called."""
    return name


def nothing_known(*_: object) -> None:
    """Return `None`, where Python has no meaning of its own."""
