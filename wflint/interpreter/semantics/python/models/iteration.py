"""Builtins that make containers, or go through them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from wflint.domain.alternatives import Closure, Collection, Object, instance
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import each_alternative, join_all, join_or_top
from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.values import NO_ARGUMENTS, TOP, Actual, Arguments, Value, constant
from wflint.interpreter.arguments import call_unknown
from wflint.interpreter.collections import elements_of, extend, gone_through, item_at
from wflint.interpreter.effects import has_no_order, in_order, sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.loops import run_loop
from wflint.interpreter.rows import protocol_method
from wflint.interpreter.semantics.models import model
from wflint.ir import nodes as ir

_BOUNDS = 3
_MAX_BOUND = 1_000_000_000
_SEQUENCES = frozenset({ir.ContainerKind.LIST, ir.ContainerKind.TUPLE, ir.ContainerKind.GENERATOR})


def _in_sequence(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    iterable: Actual | None,
    kind: ir.ContainerKind,
    type_: str | None = None,
) -> Value:
    """Return a list or tuple of the items of an iterable, which keep their places."""
    made = Collection(kind, step=frame.step, type=type_)
    if iterable is None:
        return Value((made,))
    source = iterable.value.only
    if isinstance(source, Collection) and source.kind in _SEQUENCES:
        made.items, made.rest = dict(source.items), source.rest
    else:
        extend(ev, frame, node, made, iterable.value)
    tainted = gone_through(iterable.value).with_taint(reachable_taint(iterable.value))
    return in_order(ev, frame, node, tainted).within(made)


def _in_set(
    ev: Evaluator, frame: Frame, node: ir.Expr, iterable: Actual | None, type_: str | None = None
) -> Value:
    """Return a set of the items of an iterable."""
    made = Collection(ir.ContainerKind.SET, step=frame.step, type=type_)
    if iterable is not None:
        extend(ev, frame, node, made, iterable.value)
    return _whatever_the_order(made, iterable)


def _in_dict(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    source: Actual | None,
    keywords: Mapping[str, Actual],
) -> Value:
    """Return a dictionary of the pairs of an iterable or the items of another one, and of keywords."""
    made = Collection(ir.ContainerKind.DICT, step=frame.step)
    if source is not None:
        only = source.value.only
        if isinstance(only, Collection) and only.kind is not ir.ContainerKind.DICT:
            pairs = elements_of(ev, frame, node, source.value)
            made.keys, made.rest = _column(pairs, 0), _column(pairs, 1)
        else:
            extend(ev, frame, node, made, source.value)
        made.is_unordered = has_no_order(ev, source.value)
    made.items.update({name: actual.value for name, actual in keywords.items()})
    return _whatever_the_order(made, source)


def _whatever_the_order(made: Collection, source: Actual | None) -> Value:
    """Return a container that does not depend on the order in which its items came."""
    if made.rest is not None:
        made.rest = sorted_out(made.rest)
    return sorted_out(Value((made,), reachable_taint(source.value) if source is not None else UNTAINTED))


def _column(rows: Value, place: int) -> Value:
    return each_alternative(
        rows, lambda ref: item_at(ref, constant(place)) if isinstance(ref, Collection) else TOP
    )


@model("builtins.list")
def make_list(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a list of the items of an iterable."""
    return _in_sequence(ev, frame, node, arguments.get(0, None), ir.ContainerKind.LIST)


@model("collections.deque")
def make_deque(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a queue of the items of an iterable."""
    first = arguments.get(0, None)
    return _in_sequence(ev, frame, node, first, ir.ContainerKind.LIST, "collections.deque")


@model("builtins.tuple")
def make_tuple(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a tuple of the items of an iterable."""
    return _in_sequence(ev, frame, node, arguments.get(0, None), ir.ContainerKind.TUPLE)


@model("builtins.set")
def make_set(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a set of the items of an iterable."""
    return _in_set(ev, frame, node, arguments.get(0, None))


@model("builtins.frozenset")
def make_frozenset(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a set of the items of an iterable that nobody can change."""
    return _in_set(ev, frame, node, arguments.get(0, None), "builtins.frozenset")


@model("builtins.dict")
def make_dict(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return a dictionary of the items and keywords given."""
    first = arguments.get(0, None)
    only = first.value.only if first is not None else None
    if first is not None and isinstance(only, Object) and ev.semantics.is_model(only.class_):
        # A model gives pairs of its fields, and does not dump what they hold.
        items: dict[object, Value] = dict(only.attributes.items())
        items.update({name: actual.value for name, actual in arguments.keywords.items()})
        return first.value.within(Collection(ir.ContainerKind.DICT, items, step=frame.step))
    return _in_dict(ev, frame, node, first, arguments.keywords)


@model("builtins.reversed", "builtins.iter")
def same_items(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`reversed`, `iter`: the same items in another order, or one after the other."""
    found = _gone_through(ev, frame, node, arguments)
    if found is None:
        return None
    source, item = found
    return source.within(Collection(ir.ContainerKind.LIST, rest=item, step=frame.step))


@model("builtins.filter")
def filter_items(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the items that a function lets through."""
    found = _gone_through(ev, frame, node, arguments)
    if found is None:
        return None
    source, item = found
    return source.within(_lazy("filter", item, frame))


def _gone_through(
    ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments
) -> tuple[Value, Value] | None:
    """Return what is gone through, which is the last argument, and an item of it; call the function that judges items."""
    actual = arguments.positional[-1] if arguments.positional else None
    if actual is None:
        return None
    judged = UNTAINTED
    key = arguments.get(None, "key")
    for called in (key, arguments.positional[0]):
        if called is not None and any(isinstance(ref, Closure) for ref in called.value.alternatives):
            judged |= call_unknown(ev, frame, node, called.value).taint
    item = elements_of(ev, frame, node, actual.value)
    return in_order(ev, frame, node, actual.value).with_taint(judged), item.with_taint(judged)


@model("builtins.enumerate")
def enumerate_items(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return pairs of numbers and items."""
    actual = arguments.get(0, "iterable")
    if actual is None:
        return None
    source = in_order(ev, frame, node, actual.value)
    element = elements_of(ev, frame, node, source)
    pair = Collection(ir.ContainerKind.TUPLE, {0: instance("builtins.int"), 1: element}, step=frame.step)
    return gone_through(source).within(replace(_lazy("enumerate", Value((pair,)), frame), counted=True))


@model("builtins.zip")
def zip_columns(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return tuples of the items of several iterables."""
    given = [in_order(ev, frame, each.node or node, each.value) for each in arguments.positional]
    columns = [elements_of(ev, frame, node, value) for value in given]
    row = Collection(ir.ContainerKind.TUPLE, dict(enumerate(columns)), step=frame.step)
    taint = frozenset[Taint]().union(*(value.taint for value in given))
    return Value((_lazy("zip", Value((row,)), frame),), taint)


@model("builtins.map")
def map_items(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return what a function makes of each item."""
    if len(arguments.positional) < 2:
        return None
    function, *others = arguments.positional
    rest = [Actual(in_order(ev, frame, actual.node or node, actual.value), actual.node) for actual in others]
    elements = tuple(Actual(elements_of(ev, frame, node, actual.value)) for actual in rest)
    given: list[Value] = []

    def start(_: Frame) -> Value:
        return join_all([actual.value for actual in rest])

    def body(at: Frame) -> None:
        mark = frozenset({at.loops[-1]})
        each = tuple(Actual(actual.value.with_taint(mark)) for actual in elements)
        given[:] = [ev.call(at, node, function.value, Arguments(each))]

    run_loop(ev, frame, node, node, start, body)
    taint = frozenset[Taint]().union(*(actual.value.taint for actual in rest))
    return Value((_lazy("map", join_or_top(given), frame),), taint)


def _lazy(name: str, items: Value, frame: Frame) -> Collection:
    """Return an object of a builtin class that makes its items when they are asked for."""
    return Collection(ir.ContainerKind.GENERATOR, rest=items, step=frame.step, type=f"builtins.{name}")


@model("builtins.range")
def make_range(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return the numbers of a range."""
    taint = frozenset[Taint]().union(*(value.taint for value in arguments.values()))
    made = Collection(
        ir.ContainerKind.GENERATOR, rest=instance("builtins.int"), type="builtins.range", counted=True
    )
    given = [actual.value.constant for actual in arguments.positional]
    bounds = [each.value for each in given if each is not None and isinstance(each.value, int)]
    is_known = bounds and len(bounds) == len(given) <= _BOUNDS and arguments.rest is None
    if is_known and bounds[2:] != [0] and all(abs(each) < _MAX_BOUND for each in bounds):
        made.size = len(range(*bounds))
    return Value((made,), taint)


@model("builtins.next", "builtins.anext")
def next_item(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """Return an item of an iterator, another one in each round of a loop."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    for ref in actual.value.alternatives:
        method = protocol_method(ev, ref, "__next__", "__anext__")
        if method is not None:
            return ev.call(frame, node, Value((method,)), NO_ARGUMENTS)
    return elements_of(ev, frame, node, actual.value).with_taint(frozenset(frame.loops))
