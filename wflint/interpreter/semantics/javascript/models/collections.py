"""Functions that make arrays, maps and sets, and those that look into objects."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, instance
from wflint.domain.lattice import join_or_top
from wflint.domain.values import TOP, Arguments, Value
from wflint.interpreter.collections import elements_of, extend
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.javascript.arrays import call_for_each, is_function
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir

_LIST = ir.ContainerKind.LIST


@model("Object.keys", "Object.values", "Object.entries")
def items_of_object(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the keys, values or pairs of an object."""
    first = arguments.get(0, None)
    if first is None or not isinstance(node, ir.Call) or not isinstance(node.func, ir.Attribute):
        return None
    keys = elements_of(ev, frame, node, first.value)
    keys = instance("builtins.str", keys.taint) if keys.constant is None else keys
    values = [
        join_or_top(ref.elements())
        if isinstance(ref, Collection)
        else elements_of(ev, frame, node, Value((ref,)))
        for ref in first.value.alternatives
    ]
    value = join_or_top([*values, *([TOP] if first.value.is_open else [])]).with_taint(first.value.taint)
    pair = Value((Collection(_LIST, {0: keys, 1: value}, step=frame.step),))
    item = {"keys": keys, "values": value, "entries": pair}[node.func.attr]
    return Value((Collection(_LIST, rest=item, step=frame.step),), first.value.taint)


@model("Object.assign")
def assign(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Add the items of objects to the first one."""
    first = arguments.get(0, None)
    only = first.value.only if first is not None else None
    if first is None or not isinstance(only, Collection):
        return first.value if first is not None else None
    if frame.step is None or only.step is frame.step:
        for actual in arguments.positional[1:]:
            extend(ev, frame, node, only, actual.value)
    return first.value


@model("Object.freeze", "Object.seal")
def same(_ev: Evaluator, _frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the argument."""
    first = arguments.get(0, None)
    return first.value if first is not None else None


@model("Array.from")
def array_from(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return an array of the items of something, or of what a function makes of them."""
    first, second = arguments.get(0, None), arguments.get(1, None)
    if first is None:
        return Value((Collection(_LIST, step=frame.step),))
    if second is not None and is_function(second.value):
        return call_for_each(ev, frame, node, first.value, "map", Arguments((second,)))
    item = elements_of(ev, frame, node, first.value)
    return Value((Collection(_LIST, rest=item, step=frame.step),), first.value.taint)


@model("Array.of", "Array.new")
def array(_ev: Evaluator, frame: Frame, _node: ir.Expr, arguments: Arguments) -> Value:
    """Return an array of the arguments, or one with room for a number of items."""
    item = join_or_top(arguments.values())
    return Value((Collection(_LIST, rest=item, step=frame.step),), item.taint)


@model("Map.new", "Set.new", "WeakMap.new", "WeakSet.new")
def map_or_set(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value:
    """Return a map or set with what it is given; both keep the order in which they were filled."""
    first = arguments.get(0, None)
    name = node.func.id if isinstance(node, ir.Call) and isinstance(node.func, ir.Name) else "Map"
    is_map = name.endswith("Map")
    made = Collection(ir.ContainerKind.DICT if is_map else _LIST, step=frame.step, type=name)
    if first is None:
        return Value((made,))
    item = elements_of(ev, frame, node, first.value)
    if not is_map:
        made.rest = item
    else:
        pairs = [ref for ref in item.alternatives if isinstance(ref, Collection)]
        made.rest = join_or_top(pair.items.get(1, TOP) for pair in pairs)
        made.keys = join_or_top(pair.items.get(0, TOP) for pair in pairs)
    return Value((made,), first.value.taint)
