"""Items of containers, and iteration."""

from __future__ import annotations

from dataclasses import replace
from types import NoneType

from wflint.domain.alternatives import ClassRef, Collection, Decoded, Instance, Object, Payload
from wflint.domain.awaited import ITEM, ROUND, Coroutine, StepResult, Task
from wflint.domain.lattice import join, join_all, join_or_top, taint_of
from wflint.domain.taint import UNTAINTED
from wflint.domain.values import TOP, Value, constant
from wflint.interpreter.evaluator import Evaluator
from wflint.interpreter.frame import Frame
from wflint.interpreter.uses import note_use
from wflint.ir import nodes as ir
from wflint.trace.events import UseKind

_PLAIN_KEYS = (str, bytes, int, float, complex, NoneType)
_MOST_COPIED = 256
"""How many keys of a dict are told apart in a copy; one that is built by copying it anew each time would take its square."""


NOT_HELD = replace(constant(None), is_open=True)
"""What a dict gives for a key that it does not hold: nothing, or what code that was not followed has put there."""


def item_at(collection: Collection, index: Value) -> Value:
    """Return the item at an index; what a dict holds under other keys is none of it."""
    known = index.constant
    if known is not None:
        key = known.value
        if isinstance(key, int) and key < 0 and collection.rest is None:
            key += len(collection.items)
        if key in collection.items:
            found = collection.items[key]
            found = found if collection.rest is None else join(found, collection.rest)
            return found if collection.kind is ir.ContainerKind.DICT else found.with_taint(collection.filling)
        if collection.kind is ir.ContainerKind.DICT and collection.type is None:
            return collection.rest if collection.rest is not None else NOT_HELD
    return join_or_top(collection.elements()).with_taint(collection.filling)


def put_item(collection: Collection, key: object, value: Value) -> None:
    """Add an item; where the key is a `Value`, its constant is not known."""
    if isinstance(key, Value):
        keep_tasks(key)
        collection.rest = value if collection.rest is None else join(collection.rest, value)
        collection.keys = key if collection.keys is None else join(collection.keys, key)
    elif key in collection.items:
        collection.items[key] = join(collection.items[key], value)
    else:
        collection.items[key] = value


def add_item(collection: Collection, value: Value) -> None:
    """Add an item whose position does not matter."""
    collection.rest = value if collection.rest is None else join(collection.rest, value)


def _more_keys(collection: Collection, keys: Value | None) -> None:
    known = [] if collection.keys is None else [collection.keys]
    collection.keys = join_all([*known, TOP if keys is None else keys])


def extend(ev: Evaluator, frame: Frame, node: ir.Node, collection: Collection, other: Value) -> None:
    """Add all items of another value."""
    only = other.only
    if isinstance(only, Collection) and only.kind is ir.ContainerKind.DICT:
        collection.is_unordered = collection.is_unordered or only.is_unordered
        if len(only.items) > _MOST_COPIED:
            add_item(collection, join_all(only.elements()))
            _more_keys(collection, None)
            return
        for key, value in only.items.items():
            put_item(collection, key, value)
        if only.rest is not None:
            add_item(collection, only.rest)
            _more_keys(collection, only.keys)
    else:
        add_item(collection, elements_of(ev, frame, node, other))


def elements_of(ev: Evaluator, frame: Frame, node: ir.Node, value: Value) -> Value:
    """Return the value of one iteration over a value."""
    found: list[Value] = []
    for ref in value.alternatives:
        match ref:
            case Collection() if ref.kind is ir.ContainerKind.DICT:
                keys = [constant(key) if isinstance(key, _PLAIN_KEYS) else TOP for key in ref.items]
                found.append(TOP if ref.rest is not None else join_or_top(keys))
            case Collection():
                items = join_or_top(ref.elements())
                found.append(items if ref.counted else items.with_taint(ref.filling))
            case Coroutine() if ref.generator:
                outcome = ev.follow(frame, node, ref.closure, ref.arguments)
                found.append(outcome.value)
                ref.ran = True
                ref.rounds |= taint_of([each.value for each in outcome.returned])
            case Object() | Instance():
                found.append(ev.semantics.iterated(ev, frame, node, ref))
            case ClassRef() if ev.semantics.is_enum(ref):
                found.append(Value((ev.semantics.some_member(ev, ref),)))
            case StepResult():
                note_use(ev, frame, node, ref, UseKind.ROUND, sure=value.only is ref)
                found.append(Value((ref.part(ROUND),)))
            case Payload():
                found.append(
                    Value((ref.part(ITEM) if ev.semantics.attributes_are_items else Payload(whole=False),))
                )
            case Decoded():
                found.append(Value((ref,)))
            case _:
                found.append(TOP)
    counted = isinstance(value.only, Collection) and value.only.counted
    if value.is_open:
        found.append(TOP)
    return join_all(found) if counted else join_all(found).with_taint(value.taint)


def gone_through(value: Value) -> Value:
    """Return what has been gone through, with the taint of what decides how many items it holds or gives."""
    rounds = [
        ref.filling if isinstance(ref, Collection) else ref.rounds
        for ref in value.alternatives
        if isinstance(ref, (Coroutine, Collection))
    ]
    return value.with_taint(UNTAINTED.union(*rounds)) if rounds else value


def keep_tasks(key: Value) -> None:
    """Note tasks that are dictionary keys as awaited together: code that holds the dictionary may wait for them."""
    for ref in key.alternatives:
        if isinstance(ref, Task):
            ref.together = True
