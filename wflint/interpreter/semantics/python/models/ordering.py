"""What puts things in order, and containers that keep the order in which they were filled."""

from __future__ import annotations

from wflint.domain.alternatives import Collection, instance
from wflint.domain.lattice import join_all
from wflint.domain.taint import UNTAINTED
from wflint.domain.values import BOTTOM, TOP, Arguments, Value
from wflint.interpreter.arguments import call_unknown
from wflint.interpreter.collections import elements_of
from wflint.interpreter.effects import FIRST_OF_TIES, has_no_order, picked, sorted_out, tied
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.semantics.models import model
from wflint.interpreter.semantics.python.models import numbers
from wflint.interpreter.semantics.python.sort_keys import leaves_ties
from wflint.ir import nodes as ir


@model("builtins.sorted")
def sort(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a list of the same items; their old order shows only where the key leaves ties."""
    actual = arguments.get(0, None)
    return _by_key(ev, frame, node, arguments, actual.value) if actual is not None else None


@model("heapq.nsmallest", "heapq.nlargest")
def best(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the first or the last items of an order."""
    actual = arguments.get(1, "iterable")
    return _by_key(ev, frame, node, arguments, actual.value) if actual is not None else None


def _by_key(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments, items: Value) -> Value:
    key = arguments.get(None, "key")
    judged = call_unknown(ev, frame, node, key.value) if key is not None else BOTTOM
    element = sorted_out(elements_of(ev, frame, node, items))
    ties = key is not None and leaves_ties(ev, key, items)
    ordered = tied(ev, frame, node, items) if ties else sorted_out(items)
    if ties:
        element = element.with_taint(ordered.taint)
    made = Collection(ir.ContainerKind.LIST, rest=element.with_taint(judged.taint), step=frame.step)
    held = (ref.filling for ref in items.alternatives if isinstance(ref, Collection))
    made.filling = UNTAINTED.union(*held)
    return ordered.within(made).with_taint(judged.taint)


@model("builtins.max", "builtins.min")
def extreme(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the greatest or the least item: of several with the same key, the first."""
    key = arguments.get(None, "key")
    if len(arguments.positional) != 1 or key is None:
        return numbers.sum_up(ev, frame, node, arguments)
    judged = call_unknown(ev, frame, node, key.value)
    items = arguments.positional[0].value
    default = arguments.get(None, "default")
    item = sorted_out(elements_of(ev, frame, node, items)).with_taint(judged.taint)
    if leaves_ties(ev, key, items):
        item = picked(ev, frame, node, items, item, FIRST_OF_TIES)
    return join_all([item, default.value]) if default is not None else item


@model("builtins.dict.fromkeys")
def from_keys(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a dictionary with the given keys, in their order."""
    keys, value = arguments.get(0, "iterable"), arguments.get(1, "value")
    if keys is None:
        return None
    held = value.value if value is not None else TOP
    return _filled(ev, frame, node, keys.value, held, None)


@model("collections.Counter")
def counter(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return how often each item is there, in the order in which they came first."""
    items = arguments.get(0, "iterable")
    if items is None or not has_no_order(ev, items.value):
        return None
    return _filled(ev, frame, node, items.value, instance("builtins.int"), "collections.Counter")


@model("collections.Counter.most_common")
def most_common(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the items with their counts; those with the same count in the order in which they came."""
    func = node.func if isinstance(node, ir.Call) else node
    owner = ev.facts.values.get(func.value) if isinstance(func, ir.Attribute) else None
    if owner is None or not has_no_order(ev, owner):
        return None
    item = join_all([each.keys or TOP for each in owner.alternatives if isinstance(each, Collection)])
    pair = Collection(ir.ContainerKind.TUPLE, {0: item, 1: instance("builtins.int")}, step=frame.step)
    ordered = tied(ev, frame, node, owner)
    held = Value((pair,), ordered.taint)
    return ordered.within(Collection(ir.ContainerKind.LIST, rest=held, step=frame.step))


def _filled(
    ev: Evaluator, frame: Frame, node: ir.Expr, keys: Value, value: Value, type_: str | None
) -> Value:
    """Return a dictionary with keys of an iterable: what is at a key does not depend on their order."""
    key = sorted_out(elements_of(ev, frame, node, keys))
    is_unordered = has_no_order(ev, keys)
    made = Collection(
        ir.ContainerKind.DICT,
        rest=value,
        keys=key,
        step=frame.step,
        type=type_,
        is_unordered=is_unordered,
    )
    return Value((made,), sorted_out(keys).taint)
