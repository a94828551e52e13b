"""The sources of values that replay changes: each is told once in a tree, and by a number from then on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING

from wflint.explaining.nodes import BlockNode, StepNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.explaining.nodes import TaintOrigin, TreeNode, Workflow

_Shown = tuple[str, str, str, int]
"""What is told of a source; two of them in one line are told as one."""


@dataclass(slots=True)
class Sources:
    """The sources in the tree of one workflow.

    Attributes:
        mentions: How many lines of the tree speak of each.
        numbers: The numbers of those that were told before, and are spoken of again.
    """

    mentions: Counter[_Shown]
    numbers: dict[_Shown, int] = field(default_factory=dict["_Shown", int])

    @staticmethod
    def of(workflow: Workflow) -> Sources:
        """Return the sources of a workflow, none of which was told."""
        groups = _groups(chain(workflow.prelude, workflow.body, workflow.tail))
        return Sources(Counter(chain.from_iterable({_shown(each) for each in group} for group in groups)))

    def mentioned(self, origins: Iterable[TaintOrigin]) -> tuple[list[tuple[TaintOrigin, str]], list[str]]:
        """Return what to tell in full, each with its number where one is needed, and the numbers of what was told before."""
        new: list[tuple[TaintOrigin, str]] = []
        known: list[str] = []
        for key, origin in {_shown(each): each for each in origins}.items():
            if key in self.numbers:
                known.append(f"[{self.numbers[key]}]")
            elif self.mentions[key] > 1:
                self.numbers[key] = len(self.numbers) + 1
                new.append((origin, f"[{self.numbers[key]}]"))
            else:
                new.append((origin, ""))
        return new, known


def _shown(origin: TaintOrigin) -> _Shown:
    return origin.kind, origin.name, origin.place.path, origin.place.line


def _groups(nodes: Iterable[TreeNode]) -> Iterator[Iterable[TaintOrigin]]:
    """Yield the sources that are told together, wherever that is in some nodes."""
    for node in nodes:
        match node:
            case StepNode():
                yield from (each.origins for each in node.captures)
                yield from _groups(node.steps)
            case BlockNode():
                yield node.origins
                yield from _groups(chain.from_iterable(part.nodes for part in node.parts))
            case _:
                pass
