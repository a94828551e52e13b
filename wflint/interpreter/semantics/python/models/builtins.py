"""Builtins, `functools`, `contextlib`, `dataclasses` and the like: calls that make callables, containers and text."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from wflint.domain.alternatives import (
    ClassRef,
    Closure,
    Collection,
    Context,
    IdentityDecorator,
    Instance,
    Object,
    Partial,
    Suppressor,
    TupleClass,
    TypeTest,
    instance,
)
from wflint.domain.contents import reachable_taint
from wflint.domain.lattice import each_alternative, join_all, join_or_top
from wflint.domain.taint import UNTAINTED, Taint
from wflint.domain.types import facts_of_type, type_name
from wflint.domain.values import TOP, Actual, Arguments, Value, constant
from wflint.interpreter.annotations import annotated
from wflint.interpreter.arguments import call_unknown
from wflint.interpreter.attributes import attribute
from wflint.interpreter.collections import elements_of, extend, item_at
from wflint.interpreter.effects import in_order, sorted_out
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.loops import run_loop
from wflint.interpreter.semantics.python.classes import base_classes, class_env
from wflint.interpreter.semantics.python.dumps import dump_fields
from wflint.interpreter.semantics.python.text import text_of
from wflint.interpreter.uses import note_arguments
from wflint.ir import nodes as ir

_EXCEPTIONS = frozenset(
    f"builtins.{name}"
    for name, value in vars(builtins).items()
    if isinstance(value, type) and issubclass(value, BaseException)
)
_SEQUENCES = frozenset({ir.ContainerKind.LIST, ir.ContainerKind.TUPLE, ir.ContainerKind.GENERATOR})


def known_call(ev: Evaluator, frame: Frame, node: ir.Expr, name: str, arguments: Arguments) -> Value | None:
    """Call one of the few external callables whose meaning the analysis knows; `None` for all others."""
    known = _KNOWN.get(name)
    if known is not None:
        return known(ev, frame, node, arguments)
    return instance(name) if name in _EXCEPTIONS else None


def _partial(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    if not arguments.positional or arguments.rest is not None:
        return None
    target, *bound = (actual.value for actual in arguments.positional)
    keywords = tuple((name, actual.value) for name, actual in arguments.keywords.items())
    return Value((Partial(target, tuple(bound), keywords),))


def _asdict(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    if actual is None or not any(isinstance(ref, Object) for ref in actual.value.alternatives):
        return None
    return each_alternative(
        actual.value, lambda ref: Value((dump_fields(ev, ref),)) if isinstance(ref, Object) else TOP
    )


def _pass_through(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return Value((IdentityDecorator("functools.wraps"),))


def _cast(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(1, "val")
    if actual is None:
        return None
    if not actual.value.is_top or not isinstance(node, ir.Call):
        return actual.value
    return annotated(ev, frame, node.args[0].value).with_taint(actual.value.taint)


def _getattr(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    owner, name = arguments.get(0, None), arguments.get(1, None)
    if owner is None or name is None or name.value.constant is None:
        return None
    if arguments.get(2, None) is not None:
        # With a default the attribute need not be there.
        return TOP if any(isinstance(ref, Context) for ref in owner.value.alternatives) else None
    return attribute(ev, frame, node, owner.value, str(name.value.constant.value))


def _collect(
    ev: Evaluator,
    frame: Frame,
    node: ir.Expr,
    arguments: Arguments,
    kind: ir.ContainerKind,
    type_: str | None = None,
) -> Value:
    made = Collection(kind, step=frame.step, type=type_)
    first = arguments.get(0, None)
    if first is not None:
        source = first.value.only
        keeps_places = kind is not ir.ContainerKind.SET
        if kind is ir.ContainerKind.DICT and isinstance(source, Collection) and source.kind is not kind:
            pairs = elements_of(ev, frame, node, first.value)
            made.keys, made.rest = _column(pairs, 0), _column(pairs, 1)
        elif isinstance(source, Collection) and keeps_places and source.kind in _SEQUENCES:
            made.items, made.rest = dict(source.items), source.rest
        else:
            extend(ev, frame, node, made, first.value)
        if keeps_places:
            return in_order(ev, frame, node, first.value.with_taint(reachable_taint(first.value))).within(
                made
            )
    for name, actual in arguments.keywords.items():
        made.items[name] = actual.value
    return Value((made,)).with_taint(reachable_taint(first.value) if first else UNTAINTED)


def _column(rows: Value, place: int) -> Value:
    return each_alternative(
        rows, lambda ref: item_at(ref, constant(place)) if isinstance(ref, Collection) else TOP
    )


def _list(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return _collect(ev, frame, node, arguments, ir.ContainerKind.LIST)


def _tuple(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return _collect(ev, frame, node, arguments, ir.ContainerKind.TUPLE)


def _set(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return _collect(ev, frame, node, arguments, ir.ContainerKind.SET)


def _frozenset(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return _collect(ev, frame, node, arguments, ir.ContainerKind.SET, "builtins.frozenset")


def _dict(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return _collect(ev, frame, node, arguments, ir.ContainerKind.DICT)


def _same_items(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`reversed`, `iter`: the same items in another order, or one after the other."""
    found = _gone_through(ev, frame, node, arguments)
    if found is None:
        return None
    source, item = found
    return source.within(Collection(ir.ContainerKind.LIST, rest=item, step=frame.step))


def _filter(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    found = _gone_through(ev, frame, node, arguments)
    if found is None:
        return None
    source, item = found
    return source.within(_lazy("filter", item, frame))


def _gone_through(
    ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments
) -> tuple[Value, Value] | None:
    """Return what is gone through, which is the last argument, and an item of it; call the function that looks at items."""
    actual = arguments.positional[-1] if arguments.positional else None
    if actual is None:
        return None
    key = arguments.get(None, "key")
    for called in (key, arguments.positional[0]):
        if called is not None and any(isinstance(ref, Closure) for ref in called.value.alternatives):
            call_unknown(ev, frame, node, called.value)
    item = elements_of(ev, frame, node, actual.value)
    return in_order(ev, frame, node, actual.value), item


def _sorted(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    if actual is None:
        return None
    key = arguments.get(None, "key")
    if key is not None:
        call_unknown(ev, frame, node, key.value)
    element = sorted_out(elements_of(ev, frame, node, actual.value))
    return sorted_out(actual.value).within(Collection(ir.ContainerKind.LIST, rest=element, step=frame.step))


def _enumerate(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, "iterable")
    if actual is None:
        return None
    source = in_order(ev, frame, node, actual.value)
    element = elements_of(ev, frame, node, source)
    pair = Collection(ir.ContainerKind.TUPLE, {0: instance("builtins.int"), 1: element}, step=frame.step)
    return source.within(replace(_lazy("enumerate", Value((pair,)), frame), counted=True))


def _zip(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    columns = [elements_of(ev, frame, node, value) for value in arguments.values()]
    row = Collection(ir.ContainerKind.TUPLE, dict(enumerate(columns)), step=frame.step)
    taint = frozenset[Taint]().union(*(value.taint for value in arguments.values()))
    return Value((_lazy("zip", Value((row,)), frame),), taint)


def _map(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    if len(arguments.positional) < 2:
        return None
    function, *rest = arguments.positional
    elements = tuple(Actual(elements_of(ev, frame, node, actual.value)) for actual in rest)
    given: list[Value] = []

    def start(_: Frame) -> Value:
        return join_all([actual.value for actual in rest])

    def body(at: Frame) -> None:
        mark = frozenset({at.loops[-1]})
        each = tuple(Actual(actual.value.with_taint(mark)) for actual in elements)
        given[:] = [ev.call(at, node, function.value, Arguments(each))]

    run_loop(ev, frame, node, node, start, body)
    return Value((_lazy("map", join_or_top(given), frame),))


def _lazy(name: str, items: Value, frame: Frame) -> Collection:
    """Return an object of a builtin class that makes its items when they are asked for."""
    return Collection(ir.ContainerKind.GENERATOR, rest=items, step=frame.step, type=f"builtins.{name}")


def _range(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    taint = frozenset[Taint]().union(*(value.taint for value in arguments.values()))
    rest = instance("builtins.int")
    return Value(
        (Collection(ir.ContainerKind.GENERATOR, rest=rest, type="builtins.range", counted=True),), taint
    )


def _text(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, "object")
    if actual is None:
        return constant("")
    known = text_of(actual.value).constant
    taint = reachable_taint(actual.value)
    return (constant(str(known.value)) if known else instance("builtins.str")).with_taint(taint)


def _closing(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    return actual.value if actual is not None else None


def _join_text(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    if actual is None:
        return None
    return instance("builtins.str", reachable_taint(in_order(ev, frame, node, actual.value)))


def _suppress(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    return Value((Suppressor(tuple(actual.value for actual in arguments.positional)),))


def _super(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """The object that a method runs on, seen as one of the classes above the method's own."""
    function = frame.function
    if arguments.positional or function is None or not function.parameters:
        return None
    receiver = frame.env.names.get(function.parameters[0].name, TOP).only
    if not isinstance(receiver, Object):
        return None
    for each in base_classes(receiver.class_):
        if isinstance(each, ClassRef) and class_env(ev, each) is frame.env.parent:
            above = [ref for base in each.bases for ref in base.alternatives if isinstance(ref, ClassRef)]
            views = (replace(receiver, class_=base) for base in above)
            return Value(tuple(views)) if above else TOP
    return None


def _isinstance(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    types = arguments.get(1, None)
    return Value((TypeTest(types.value),)) if types is not None else None


def _hasattr(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    owner, name = arguments.get(0, None), arguments.get(1, None)
    note_arguments(ev, frame, node, "builtins.hasattr", arguments)
    if owner is not None and name is not None and name.value.constant is not None:
        if any(isinstance(ref, Context) for ref in owner.value.alternatives):
            ev.facts.asked_for.add(str(name.value.constant.value))
    return instance("builtins.bool")


def _hash(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`hash` only varies for some types; where the type is not known nothing is said."""
    actual = arguments.get(0, None)
    if actual is None:
        return None
    for ref in actual.value.alternatives:
        if isinstance(ref, (Object, Closure, ClassRef)) or facts_of_type(type_name(ref)).hash_varies:
            return None
    return instance("builtins.int", reachable_taint(actual.value))


def _namedtuple(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    name, fields = arguments.get(0, "typename"), arguments.get(1, "field_names")
    if name is None or fields is None or name.value.constant is None:
        return None
    named = list(_field_names(fields.value))
    return Value((TupleClass(str(name.value.constant.value), tuple(named)),)) if named else None


def _vars(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, "object")
    only = actual.value.only if actual is not None else None
    if not isinstance(only, Object) or not only.attributes:
        return None
    items: dict[object, Value] = dict(only.attributes.items())
    return Value((Collection(ir.ContainerKind.DICT, items, step=frame.step),))


def _sum(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    """`sum`, `max` and `min` give a number of the kind that they are given."""
    found = [actual.value for actual in arguments.positional]
    if len(found) == 1:
        found = [elements_of(ev, frame, node, found[0])]
    only = join_all(found).only
    if not isinstance(only, Instance) or not facts_of_type(only.type).is_summable:
        return None
    taint = frozenset[Taint]().union(*(reachable_taint(value) for value in arguments.values()))
    return instance(only.type, taint)


def _run_now(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    return ev.await_value(frame, node, actual.value).value if actual else None


def _next(ev: Evaluator, frame: Frame, node: ir.Expr, arguments: Arguments) -> Value | None:
    actual = arguments.get(0, None)
    if actual is None:
        return None
    return elements_of(ev, frame, node, actual.value).with_taint(frozenset(frame.loops))


def _field_names(value: Value) -> Iterator[str]:
    """The fields that `namedtuple` is given, as one text or as a list."""
    known, only = value.constant, value.only
    if known is not None:
        yield from str(known.value).replace(",", " ").split()
    elif isinstance(only, Collection) and only.rest is None:
        for item in only.items.values():
            # `NamedTuple` takes pairs of a name and a type.
            each = item.only
            first = each.items.get(0, TOP) if isinstance(each, Collection) else item
            yield str(first.constant.value) if first.constant is not None else "?"


_KNOWN: dict[str, Callable[[Any, Frame, ir.Expr, Arguments], Value | None]] = {
    "functools.partial": _partial, "dataclasses.asdict": _asdict, "attrs.asdict": _asdict,
    "attr.asdict": _asdict, "functools.wraps": _pass_through, "typing.cast": _cast,
    "builtins.getattr": _getattr, "builtins.list": _list, "builtins.tuple": _tuple,
    "builtins.set": _set, "builtins.frozenset": _frozenset, "builtins.dict": _dict,
    "builtins.sorted": _sorted, "builtins.reversed": _same_items, "builtins.iter": _same_items,
    "builtins.filter": _filter, "builtins.enumerate": _enumerate, "builtins.zip": _zip,
    "builtins.map": _map, "builtins.range": _range, "builtins.str": _text,
    "collections.namedtuple": _namedtuple, "typing.NamedTuple": _namedtuple, "builtins.vars": _vars,
    "builtins.sum": _sum, "builtins.max": _sum, "builtins.min": _sum,
    "contextlib.closing": _closing, "contextlib.aclosing": _closing,
    "builtins.str.join": _join_text, "contextlib.suppress": _suppress,
    "builtins.isinstance": _isinstance, "builtins.super": _super, "builtins.hash": _hash, "builtins.hasattr": _hasattr, "builtins.next": _next, "asyncio.run": _run_now,
    "asyncio.AbstractEventLoop.run_until_complete": _run_now,
}  # fmt: skip
