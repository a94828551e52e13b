"""Whether a pickle can make an exception again: `cls(*args)`, with what the builtin class above was given."""

from __future__ import annotations

import builtins
from collections.abc import Iterator

from wflint.rules.api import ClassRef, below, function_misfit, ir

_OWN_WAY = frozenset({"__reduce__", "__reduce_ex__", "__new__", "__setstate__", "args"})
_WITH_ATTRIBUTES = (OSError, UnicodeError, ImportError, SyntaxError, StopIteration)
"""Exceptions whose pickles hold more than `args`."""


def failure_to_remake(class_: ClassRef, given: int | None, bases: list[str]) -> str | None:
    """Return what Python says when the pickle of an exception is read back; `None` where it is read, or nobody knows.

    Args:
        class_: The exception's class.
        given: The number of positional arguments that it is made with; `None` where that is not known.
        bases: Qualified names of the external bases of the class.
    """
    if not bases or not all(map(_is_plain_exception, bases)):
        return None
    classes = list(_line(class_))
    if not classes or any(each.decorators or _has_own_way(each) for each in classes):
        return None
    with_init = [(each, init) for each in classes if (init := _init(each)) is not None]
    if not with_init:
        return None
    count = _handed_on([init for _, init in with_init], given)
    owner, init = with_init[0]
    return None if count is None else function_misfit(init, count + 1, (), f"{owner.class_.name}.__init__()")


def _is_plain_exception(name: str) -> bool:
    if name == "builtins.object":
        return True
    found = getattr(builtins, name.removeprefix("builtins."), None)
    if not name.startswith("builtins.") or not isinstance(found, type):
        return False
    return issubclass(found, BaseException) and not issubclass(found, _WITH_ATTRIBUTES)


def _line(class_: ClassRef) -> Iterator[ClassRef]:
    """Yield a class and its first-party bases, nothing where a class has several."""
    found: list[ClassRef] = []
    while class_ not in found:
        found.append(class_)
        if len(class_.bases) != 1:
            return
        only = class_.bases[0].only
        if not isinstance(only, ClassRef):
            break
        class_ = only
    yield from found


def _has_own_way(class_: ClassRef) -> bool:
    """Return whether a class says itself how it is made, or what its `args` are."""
    if not _OWN_WAY.isdisjoint(class_.class_.body.binds):
        return True
    init = _init(class_)
    return init is not None and any(
        isinstance(node, ir.Attribute) and node.attr == "args" for node, _ in below(init)
    )


def _init(class_: ClassRef) -> ir.Function | None:
    for statement in class_.class_.body.block.statements:
        if isinstance(statement, ir.Define) and statement.function.name == "__init__":
            return statement.function
    return None


def positional(call: ir.Call) -> int | None:
    """Return the number of positional arguments of a call; `None` where that is not known."""
    if any(argument.star for argument in call.args):
        return None
    return sum(1 for argument in call.args if argument.keyword is None)


def _handed_on(inits: list[ir.Function], given: int | None) -> int | None:
    """Return how many arguments reach the builtin class above; `None` where that is not known."""
    for init in inits:
        calls = list(_calls_above(init))
        if not calls:
            # Nothing is handed on: the exception keeps what its class was called with.
            return given if init is inits[0] else None
        found = positional(calls[0]) if len(calls) == 1 else None
        if found is None or any(each.keyword for each in calls[0].args):
            return None
        # A call through the class itself begins with the object.
        given = found if _is_super(calls[0]) else found - 1
    return given


def _calls_above(init: ir.Function) -> Iterator[ir.Call]:
    """Yield the calls of `__init__` of the class above."""
    for node, _ in below(init):
        if isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute) and node.func.attr == "__init__":
            yield node


def _is_super(call: ir.Call) -> bool:
    owner = call.func.value if isinstance(call.func, ir.Attribute) else None
    return isinstance(owner, ir.Call) and isinstance(owner.func, ir.Name) and owner.func.id == "super"
