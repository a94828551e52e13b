"""The sources of values that replay changes: each is told once in a tree, and by a number from then on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from wflint.explaining.nodes import BlockNode, StepNode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.explaining.nodes import SourcePlace, TaintOrigin, TreeNode, Workflow

_MOST_OF_A_MODULE: Final = 3
"""How many sources of one name in one module are told each by itself."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is told in one line: a source, or all those of one name in one module, where there are many.

    Attributes:
        kind: The effect that changes it.
        name: Qualified name of what gives it.
        path: The file that they are in.
        lines: The lines that they are in.
    """

    kind: str
    name: str
    path: str
    lines: tuple[int, ...]


@dataclass(slots=True)
class Sources:
    """The sources in the tree of one workflow.

    Attributes:
        mentions: How many lines of the tree speak of each.
        numbers: The numbers of those that were told before, and are spoken of again.
    """

    mentions: Counter[Told]
    numbers: dict[Told, int] = field(default_factory=dict["Told", "int"])

    @staticmethod
    def of(workflow: Workflow) -> Sources:
        """Return the sources of a workflow, none of which was told."""
        groups = _groups(chain(workflow.prelude, workflow.body, workflow.tail))
        return Sources(Counter(chain.from_iterable(map(_told, groups))))

    def mentioned(
        self, origins: Iterable[TaintOrigin]
    ) -> tuple[list[tuple[Told, SourcePlace, str]], list[str]]:
        """Return what to tell in full with its number where one is needed, and the numbers of what was told before."""
        new: list[tuple[Told, SourcePlace, str]] = []
        known: list[str] = []
        for told, place in _told(origins).items():
            if told in self.numbers:
                known.append(f"[{self.numbers[told]}]")
            elif self.mentions[told] > 1:
                self.numbers[told] = len(self.numbers) + 1
                new.append((told, place, f"[{self.numbers[told]}]"))
            else:
                new.append((told, place, ""))
        return new, known


def _told(origins: Iterable[TaintOrigin]) -> dict[Told, SourcePlace]:
    """Return what is told of sources in one place, each with where it begins."""
    modules: dict[tuple[str, str, str], dict[int, SourcePlace]] = {}
    for each in origins:
        lines = modules.setdefault((each.kind, each.name, each.place.path), {})
        lines.setdefault(each.place.line, each.place)
    found: dict[Told, SourcePlace] = {}
    for key, lines in modules.items():
        if len(lines) > _MOST_OF_A_MODULE:
            found[Told(*key, tuple(lines))] = next(iter(lines.values()))
        else:
            found.update({Told(*key, (line,)): place for line, place in lines.items()})
    return found


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
