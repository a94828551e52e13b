"""Calls that may happen twice, since whoever receives them takes the second for the first."""

from __future__ import annotations

from collections.abc import Iterator

from wflint.rules.api import (
    Actual,
    Collection,
    Effect,
    Handler,
    Value,
    ir,
    reachable_taint,
    taint_sources,
    value_of,
)


def is_deduplicated(handler: Handler, effect: Effect) -> bool:
    """Return whether a call is given a key that is the same in each pass, by which a repetition is known."""
    call, name = effect.call, effect.call.row.deduplicated_by
    if not name:
        return False
    if name in call.keywords:
        return _is_steady(call.keywords[name].value)
    return any(_bears_key(handler, each, name) for each in (*call.arguments, *call.keywords.values()))


def _bears_key(handler: Handler, actual: Actual, name: str) -> bool:
    """Return whether an object has such a key, or each object in a list."""
    held, node = actual.value.only, actual.node
    if isinstance(node, ir.Call):
        return any(each.keyword == name and _is_steady(value_of(handler, each.value)) for each in node.args)
    if isinstance(held, Collection) and held.kind is ir.ContainerKind.DICT:
        return name in held.items and _is_steady(held.items[name])
    items = list(_items(handler, actual))
    return bool(items) and all(_bears_key(handler, each, name) for each in items)


def _items(handler: Handler, actual: Actual) -> Iterator[Actual]:
    held, node = actual.value.only, actual.node
    if isinstance(node, ir.Container) and node.kind is ir.ContainerKind.LIST:
        yield from (Actual(value_of(handler, item), item) for item in node.items)
    elif isinstance(held, Collection) and held.kind is ir.ContainerKind.LIST:
        yield from map(Actual, held.elements())


def _is_steady(value: Value) -> bool:
    return not taint_sources(reachable_taint(value))
