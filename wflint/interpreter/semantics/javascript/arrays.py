"""Methods of arrays, maps and sets; those that take a function run it as the body of a loop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from wflint.domain.alternatives import (
    BoundStepMethod,
    Closure,
    Collection,
    External,
    Method,
    Partial,
    instance,
)
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import join, join_all, join_or_top
from wflint.domain.taint import UNTAINTED
from wflint.domain.values import TOP, Actual, Arguments, Ref, Value, constant
from wflint.interpreter.arguments import evaluate_quietly
from wflint.interpreter.collections import add_item, elements_of, extend, item_at, put_item
from wflint.interpreter.effects import sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.facts import WHOLE
from wflint.interpreter.frame import Frame
from wflint.interpreter.loops import run_loop
from wflint.interpreter.mutations import mutated, receiver_of
from wflint.interpreter.semantics.javascript.facts import facts_of_method
from wflint.interpreter.semantics.javascript.promises import PROMISE_METHODS, promise_method
from wflint.interpreter.uses import note_change
from wflint.ir import nodes as ir
from wflint.ir.walk import walk

Result = Callable[[Value, Value], Value]
"""Makes the result of a method of the array and of what the function gives."""

_LIST: Final = ir.ContainerKind.LIST
_CHANGING: Final = frozenset(
    {
        "push",
        "unshift",
        "pop",
        "shift",
        "splice",
        "sort",
        "reverse",
        "fill",
        "copyWithin",
        "set",
        "add",
        "delete",
        "clear",
    }
)
_GIVES_ITEM: Final = frozenset({"pop", "shift", "at", "find", "findLast", "get"})
_GIVES_SAME: Final = frozenset(
    {"slice", "concat", "reverse", "toReversed", "splice", "values", "fill", "with", "toSpliced"}
)
_GIVES_NUMBER: Final = frozenset({"indexOf", "lastIndexOf", "findIndex", "findLastIndex"})
_GIVES_TRUTH: Final = frozenset({"includes", "some", "every", "has"})


def _array_of(item: Value) -> Value:
    return Value((Collection(_LIST, rest=item),))


def _flat(value: Value) -> Value:
    """Return what is in an array, or the value itself where it is none."""
    found = [
        join_or_top(ref.elements()) if isinstance(ref, Collection) else Value((ref,))
        for ref in value.alternatives
    ]
    return join_all([*found, TOP] if value.is_open else found).with_taint(value.taint)


def _truth(_owner: Value, _given: Value) -> Value:
    return instance("builtins.bool")


def _number(_owner: Value, _given: Value) -> Value:
    return instance("builtins.int")


CALLBACKS: Final[dict[str, Result]] = {
    "map": lambda _, given: _array_of(given),
    "flatMap": lambda _, given: _array_of(_flat(given)),
    "forEach": lambda _, __: constant(None),
    "filter": lambda owner, _: owner,
    "find": lambda owner, _: owner,
    "findLast": lambda owner, _: owner,
    "some": _truth,
    "every": _truth,
    "findIndex": _number,
    "findLastIndex": _number,
    "reduce": lambda _, given: given,
    "reduceRight": lambda _, given: given,
    "sort": lambda owner, given: sorted_out(owner).with_taint(given.taint),
    "toSorted": lambda owner, given: sorted_out(owner).with_taint(given.taint),
}
"""What methods that call a function for each item give, by name."""

_ONLY_ARRAYS: Final = frozenset({"push", "unshift", "splice"})
"""Methods of arrays whose names no map or set has."""
_FOLDS: Final = frozenset({"reduce", "reduceRight"})
_COMPARE: Final = frozenset({"sort", "toSorted"})
_JUDGES: Final = frozenset(
    {"filter", "find", "findLast", "some", "every", "findIndex", "findLastIndex", *_COMPARE}
)
"""Methods whose function says something of each item."""


def array_method(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str, arguments: Arguments
) -> Value | None:
    """Call a method of an array, map or set; `None` where nothing is known of it."""
    receiver = receiver_of(node)
    if name in _CHANGING and receiver is not None:
        mutated(ev, frame, node, receiver, Value((owner,)), WHOLE)
    may_change = frame.step is None or owner.step is frame.step
    first = arguments.get(0, None)
    if name in ("push", "unshift", "add") and arguments.positional:
        for actual in arguments.positional if may_change else ():
            add_item(owner, actual.value)
        return Value((owner,)) if name == "add" else instance("builtins.int")
    if name == "set" and first is not None:
        second = arguments.get(1, None)
        if may_change and second is not None:
            known = first.value.constant
            put_item(owner, known.value if known is not None else first.value, second.value)
        return Value((owner,))
    if name == "sort" and may_change:
        _forget_order(frame, receiver)
    if name in CALLBACKS and first is not None:
        return call_for_each(ev, frame, node, Value((owner,)), name, arguments)
    if name in _COMPARE:
        return Value((owner,))
    if name == "get" and first is not None:
        return item_at(owner, first.value).with_taint(first.value.taint)
    if name in _GIVES_ITEM:
        return join_or_top(owner.elements()).with_taint(frozenset(frame.loops))
    if name == "concat":
        made = replace(owner, items=dict(owner.items), step=frame.step)
        for actual in arguments.positional:
            extend(ev, frame, node, made, actual.value)
        return Value((made,))
    if name in ("entries", "keys"):
        return _view(ev, frame, node, owner, name)
    if name == "flat":
        return _array_of(_flat(join_or_top(owner.elements())))
    if name in _GIVES_SAME:
        return _array_of(join_or_top(owner.elements()))
    if name == "join":
        return instance("builtins.str", reachable_taint(Value((owner,))))
    if name in _GIVES_NUMBER:
        return instance("builtins.int")
    return instance("builtins.bool") if name in _GIVES_TRUTH else None


def _forget_order(frame: Frame, receiver: ir.Expr | None) -> None:
    """Note that the array of a variable is sorted, so it does not matter in which order its items came."""
    if isinstance(receiver, ir.Name) and receiver.id in frame.env.names:
        frame.env.names[receiver.id] = sorted_out(frame.env.names[receiver.id])


def _view(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Collection, name: str) -> Value:
    is_keyed = owner.kind is ir.ContainerKind.DICT
    keys = elements_of(ev, frame, node, Value((owner,))) if is_keyed else instance("builtins.int")
    if name == "keys":
        return _array_of(keys)
    pair = Collection(_LIST, {0: keys, 1: join_or_top(owner.elements())})
    return _array_of(Value((pair,))) if is_keyed else _counted(pair)


def pairs_of(ev: Evaluator, frame: Frame, node: ir.Expr, owner: Ref) -> Value:
    """Return the pairs of places and items of an array that is data: the places are the same whatever it holds."""
    over = node.func.value if isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute) else node
    item = elements_of(ev, frame, over, Value((owner,), ev.facts.values.get(over, TOP).taint))
    return _counted(Collection(_LIST, {0: instance("builtins.int"), 1: item}))


def _counted(pair: Collection) -> Value:
    """Return an array of pairs whose numbers depend on nothing but their places."""
    return Value((Collection(_LIST, rest=Value((pair,)), counted=True),))


def call_for_each(
    ev: Evaluator, frame: Frame, node: ir.Expr, owner: Value, name: str, arguments: Arguments
) -> Value:
    """Call a function for each item of something, as `map` and the like do; return what the method gives."""
    over = node.func.value if isinstance(node, ir.Call) and isinstance(node.func, ir.Attribute) else node
    if isinstance(over, ir.Name):
        owner = owner.with_taint(evaluate_quietly(ev, frame, over).taint)
    callback = arguments.positional[0].value
    given: list[Value] = []
    item, index = TOP, TOP

    def start(at: Frame) -> Value:
        nonlocal item, index
        taint = frozenset({at.loops[-1]})
        item = elements_of(ev, at.outside(), over, owner).with_taint(taint)
        index = instance("builtins.int", taint)
        return owner

    def body(at: Frame) -> None:
        passed = [item, item] if name in _COMPARE else [item, index, owner]
        if name in _FOLDS:
            begin = arguments.positional[1].value if len(arguments.positional) > 1 else item
            passed = [join(begin, given[-1]) if given else begin, *passed]
        result = ev.call(at, node, callback, Arguments(tuple(map(Actual, passed))))
        given.append(result)

    variance = run_loop(ev, frame, node, over, start, body).variance
    every = join_or_top(given)
    result = CALLBACKS[name](owner, every)
    # What the function says of the items decides which ones there are, or whether there are any.
    judged = every.taint - {variance} if name in _JUDGES else UNTAINTED
    if name in ("find", "findLast"):
        return elements_of(ev, frame, over, owner).with_taint(judged | frozenset(frame.loops))
    if name == "filter":
        return _array_of(elements_of(ev, frame, over, owner)).with_taint(judged | owner.taint)
    if name in _FOLDS and len(arguments.positional) > 1:
        return join(arguments.positional[1].value, result)
    return result.with_taint(judged)


def takes_callback(name: str, arguments: Arguments) -> bool:
    """Return whether a method is one that calls the function that it is given for each item."""
    return name in CALLBACKS and bool(arguments.positional) and is_function(arguments.positional[0].value)


def is_function(value: Value) -> bool:
    """Return whether a value may be a function of which something is known."""
    known = (Closure, Partial, BoundStepMethod, External, Method)
    return any(isinstance(ref, known) for ref in value.alternatives)


def _is_used_as_array(frame: Frame, call: ir.Call, owner: ir.Expr) -> bool:
    """Return whether code around a step uses an unknown variable as an array, which a client with a method `push` is not."""
    if any(argument.star for argument in call.args):
        return True
    caller = frame.step.caller if frame.step is not None else None
    if caller is None or not isinstance(owner, ir.Name):
        return False
    return any(_takes_array(each, owner.id) for each in walk(caller.body.block))


def _takes_array(node: ir.Node, variable: str) -> bool:
    match node:
        case ir.Attribute(value=ir.Name(id=name), attr=attr):
            return name == variable and (attr == "length" or attr in CALLBACKS)
        case ir.Starred(value=ir.Name(id=name)) | ir.For(iterable=ir.Name(id=name)):
            return name == variable
        case _:
            return False


def unknown_method(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Call a method of something unknown, where its name and its argument tell what it does."""
    if not isinstance(node, ir.Call) or not isinstance(node.func, ir.Attribute):
        return None
    name = node.func.attr
    if takes_callback(name, arguments):
        return call_for_each(ev, frame, node, TOP, name, arguments)
    if name in PROMISE_METHODS and any(is_function(each.value) for each in arguments.positional):
        return promise_method(ev, frame, node, TOP, name, arguments)
    if name in _CHANGING:
        note_change(ev, frame, node, TOP, name)
        if name in _ONLY_ARRAYS and _is_used_as_array(frame, node, node.func.value):
            array = Collection(ir.ContainerKind.LIST, rest=TOP)
            mutated(ev, frame, node, node.func.value, Value((array,)))
    if facts_of_method(name).holds:
        for actual in arguments.positional:
            if isinstance(actual.value.only, Closure):
                given = ev.call(frame, node, actual.value, Arguments((Actual(TOP),)))
                ev.await_value(frame, node, given)
        return TOP
    return None
