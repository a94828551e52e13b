"""What can be sorted, so that its items have an order."""

from __future__ import annotations

from dataclasses import replace

from wflint.rules.api import (
    Codec,
    Collection,
    Effect,
    External,
    FixDraft,
    Handler,
    Site,
    Task,
    Value,
    at_node,
    breaks,
    ir,
    type_name,
    value_of,
    walk_nodes,
)

_KEEP_ORDER = frozenset({"builtins.enumerate", "builtins.iter", "builtins.list", "builtins.tuple"})
_GIVE_TEXT = frozenset(
    {
        "os.listdir",
        "glob.glob",
        "glob.iglob",
        "pathlib.Path.iterdir",
        "pathlib.Path.glob",
        "pathlib.Path.rglob",
    }
)
_LIST_NAMES = frozenset(
    {
        "os.listdir",
        "glob.glob",
        "node:fs/promises.readdir",
        "node:fs.readdirSync",
        "node:fs.globSync",
    }
)
_NUMBERS = frozenset({"builtins.int", "builtins.float", "builtins.bool"})


def sortable(handler: Handler, site: Site) -> Site:
    """Return what has to be sorted: the set in `enumerate(found)`, whose pairs would sort by their numbers."""
    node = site.node
    while isinstance(node, ir.Call) and node.args:
        func, first = value_of(handler, node.func).only, node.args[0]
        if not (isinstance(func, External) and func.name in _KEEP_ORDER) or first.keyword or first.star:
            break
        node = first.value
    return at_node(site, node)


def unordered(handler: Handler, site: Site, effect: Effect, *, is_looped: bool) -> Site | None:
    """Return what has to get an order; `None` where a helper may take an item out of it in a way that does not show.

    Args:
        handler: The handler.
        site: Where the order is reported.
        effect: What loses the order.
        is_looped: Whether a loop goes through what has it.
    """
    if effect.takes_one_item:
        taken = effect.chain[-1]
        func = taken.node.func if isinstance(taken.node, ir.Call) else None
        if effect.pops and isinstance(func, ir.Attribute):
            return at_node(taken, func.value)
        return sortable(handler, taken)
    is_seen = is_looped or site != effect.anchor or len(effect.chain) == 1
    is_whole = is_seen or isinstance(value_of(handler, site.node).only, Collection)
    return sortable(handler, site) if is_whole else None


def holds_tasks(handler: Handler, site: Site) -> bool:
    """Return whether the items are tasks, which have no order of their own."""
    return any(isinstance(ref, Task) for item in _items(handler, site) for ref in item.alternatives)


def sorted_items(handler: Handler, site: Site, effect: Effect) -> FixDraft:
    """Sort the items; safe where they certainly can be compared.

    What lists names from outside is asked once, in a step: a name that comes while the run goes on would still move the others.
    """
    listing = effect.anchor.node
    inner = site.node.value if isinstance(site.node, ir.Await) else site.node
    if len(effect.chain) == 1 and inner is listing and _lists_names(effect):
        awaits = (each for each in walk_nodes(site.module.body.block) if isinstance(each, ir.Await))
        handles = {listing.handle, *(each.handle for each in awaits if each.value is listing)}
        codec = Codec(site.module.words.sorted)
        writer = replace(handler.writer, codec=dict.fromkeys(handles, codec).get)
        return breaks(
            "list and sort them in a step",
            lambda rewrite: rewrite.wrap_in_step(effect.anchor, writer),
        )
    fix = breaks("sort the items", lambda rewrite: rewrite.apply(site, site.module.words.sorted))
    is_comparable = effect.call.name in _GIVE_TEXT or _are_comparable(_items(handler, site))
    return fix if is_comparable else fix.unsafe()


def _lists_names(effect: Effect) -> bool:
    """Return whether a call gives names of files, and no objects for them."""
    given = (*effect.call.arguments[1:], *effect.call.keywords.values())
    has_options = any(isinstance(ref, Collection) for actual in given for ref in actual.value.alternatives)
    return effect.call.name in _LIST_NAMES and not has_options


def _items(handler: Handler, site: Site) -> list[Value]:
    held = value_of(handler, site.node).alternatives
    return [item for ref in held if isinstance(ref, Collection) for item in ref.elements()]


def _are_comparable(items: list[Value]) -> bool:
    """Return whether items are certainly all text, or all numbers."""
    types = {type_name(ref) for item in items for ref in item.alternatives}
    known = bool(items) and not any(item.is_open for item in items)
    return known and (types == {"builtins.str"} or (bool(types) and types <= _NUMBERS))
