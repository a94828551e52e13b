"""The calls that cannot be followed, and which of them a reader need not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import chain

from wflint.domain.sites import Site
from wflint.effects import Catalogue, EffectKind
from wflint.explaining.nodes import (
    Aside,
    BlockNode,
    EffectNode,
    SourcePlace,
    StepNode,
    TreeNode,
    UnfollowedCall,
)
from wflint.ir import nodes as ir

_DATA = ("builtins.str", "builtins.list", "builtins.float", "Date", "datetime.datetime", "datetime.date")
"""Types of plain data, in all languages."""

_PLAIN = frozenset({"builtins.str", "builtins.bool", "builtins.list"})
"""What methods give whose names say that they belong to data; numbers are also what others count and find."""

_Start = tuple[str, int]


def of_data(site: Site, catalogue: Catalogue) -> bool:
    """Return whether a call is by its name that of a method of text, lists or dates: `x.trim()`."""
    node = site.node
    if not isinstance(node, ir.Call) or not isinstance(node.func, ir.Attribute):
        return False
    for type_ in _DATA:
        name = f"{type_}.{node.func.attr}"
        row = catalogue.lookup(name)
        if row is not None and row.name == name and row.effect is EffectKind.NONE:
            if row.returns in _PLAIN or not type_.startswith("builtins."):
                return True
    return False


def sorted_out(calls: Iterable[UnfollowedCall], nodes: Iterable[TreeNode]) -> tuple[UnfollowedCall, ...]:
    """Return the calls, with those set aside that are links of a chain (`a.b().c()`) before its last, or whose effects are known."""
    known = {_start(link.place) for effect in _effects(nodes) for link in effect.chain}
    found = list(calls)
    ends: dict[_Start, int] = {}
    for each in found:
        start = _start(each.place)
        ends[start] = max(each.place.span.end, ends.get(start, 0))

    def aside(each: UnfollowedCall) -> Aside | None:
        start = _start(each.place)
        if each.place.span.end < ends[start]:
            return Aside.LINK
        return each.aside or (Aside.EFFECT if start in known else None)

    return tuple(replace(each, aside=aside(each)) for each in found)


def _start(place: SourcePlace) -> _Start:
    return place.path, place.span.start


def _effects(nodes: Iterable[TreeNode]) -> Iterator[EffectNode]:
    for node in nodes:
        match node:
            case EffectNode():
                yield node
            case StepNode():
                yield from node.effects
                yield from _effects(node.steps)
            case BlockNode():
                yield from _effects(chain.from_iterable(part.nodes for part in node.parts))
            case _:
                pass
