"""Objects and arrays that code writes out: what they hold, and what iterating over things gives."""

from __future__ import annotations

from wflint.domain.alternatives import Closure, Collection, Instance, Object, instance
from wflint.domain.lattice import join
from wflint.domain.values import TOP, Value
from wflint.interpreter.collections import NOT_HELD
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.ir import nodes as ir

SIZES = frozenset({"length", "size"})
"""Properties that say how many items something has."""

_OF_EVERY_OBJECT = frozenset(
    {
        "constructor",
        "hasOwnProperty",
        "isPrototypeOf",
        "propertyIsEnumerable",
        "toLocaleString",
        "toString",
        "valueOf",
    }
)


def own_member(ref: Collection, name: str) -> Value | None:
    """Return what an object has under a name; `None` where that is a method.

    What it lacks is `undefined`, unless code that was not followed has put it there; either way it is none of the rest.
    """
    if ref.kind is not ir.ContainerKind.DICT or ref.type is not None:
        return instance("builtins.int", ref.filling) if name in SIZES else None
    found = ref.items.get(name)
    if ref.rest is not None:
        return join(found, ref.rest) if found is not None else ref.rest
    if found is not None:
        return _bound(ref, found)
    return None if name in _OF_EVERY_OBJECT else NOT_HELD


def _bound(owner: Collection, value: Value) -> Value:
    """Return the methods of an object with the object that they are called on."""
    return value.of_alternatives(
        ref.bound_to(Value((owner,))) if isinstance(ref, Closure) and takes_receiver(ref) else ref
        for ref in value.alternatives
    )


def takes_receiver(ref: Closure) -> bool:
    """Return whether a function gets the object that it is called on, and has not got it yet."""
    parameters = ref.function.parameters
    return ref.receiver is None and bool(parameters) and parameters[0].is_receiver


def iterated(_ev: Evaluator, _frame: Frame, _node: ir.Node, _ref: Object | Instance) -> Value:
    """Return the value of one iteration over an object of a class."""
    return TOP
