"""The calls that cannot be followed, and which of them a reader need not see."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
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
from wflint.explaining.snippets import SourceSnippets
from wflint.ir import nodes as ir

_DATA = ("builtins.str", "builtins.list", "builtins.float", "Date", "datetime.datetime", "datetime.date")
"""Types of plain data, in all languages."""

_PLAIN = frozenset({"builtins.str", "builtins.bool", "builtins.list"})
"""What methods give whose names say that they belong to data; numbers are also what others count and find."""

_Start = tuple[str, int]


@dataclass(slots=True)
class UnfollowedCalls:
    """The calls of one workflow that cannot be followed, each once in replayed code and in each step."""

    snippets: SourceSnippets
    found: dict[tuple[Site, str | None], UnfollowedCall] = field(
        default_factory=dict["tuple[Site, str | None]", "UnfollowedCall"]
    )

    def note(self, site: Site, step: str | None, why: str = "", through: Site | None = None) -> None:
        """Note a call.

        Args:
            site: The call.
            step: The name of the step that makes it; `None` in replayed code.
            why: Why it is not followed; empty where its target is not known.
            through: The call of a function that leads to it.
        """
        text = self.snippets.text(site)
        # A function that is passed to a step is called where it is passed.
        call = text if text.endswith(")") else f"{text}()"
        is_of_data = not why and _is_of_data(site, self.snippets.catalogue(site))
        aside = Aside.IN_STEP if step is not None else Aside.DATA if is_of_data else None
        [*links] = self.snippets.links((through,)) if through is not None else ()
        unfollowed = UnfollowedCall(call, self.snippets.place(site), step, why, aside, *links)
        self.found.setdefault((site, step), unfollowed)

    def beside(self, nodes: Iterable[TreeNode]) -> tuple[UnfollowedCall, ...]:
        """Return all calls; those are set aside as well that are links of a chain before its last, or whose effects nodes show."""
        shown = {_start(link.place) for effect in _effects(nodes) for link in effect.chain}
        ends: dict[_Start, int] = {}
        for each in self.found.values():
            start = _start(each.place)
            ends[start] = max(each.place.span.end, ends.get(start, 0))

        def aside(each: UnfollowedCall) -> Aside | None:
            start = _start(each.place)
            if each.place.span.end < ends[start]:
                return Aside.LINK
            return each.aside or (Aside.EFFECT if start in shown else None)

        return tuple(replace(each, aside=aside(each)) for each in self.found.values())


def _is_of_data(site: Site, catalogue: Catalogue) -> bool:
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
