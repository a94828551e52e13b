"""The sources of values that replay changes: each is shown once in a tree, and by its number from then on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

from wflint.explaining.nodes import BlockNode, EffectNode, StepNode
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from wflint.explaining.nodes import SourcePlace, TaintOrigin, TreeNode, Workflow
    from wflint.files.text import CellLine

_MOST_OF_A_MODULE: Final = 3
"""How many sources of one name in one module are shown each by itself."""
_CODES: Final = {
    "clock": "WF101",
    "random": "WF102",
    "identity": "WF103",
    "order": "WF104",
    "environment": "WF105",
    "global": "WF106",
    "delivery": "WF107",
    "network": "WF201",
    "database": "WF202",
    "filesystem": "WF203",
    "process": "WF204",
}
"""The rules about values that replay changes, by what changes them."""


@record
class Source:
    """What one line shows: a source, or all those of one name in one module, where there are many.

    Attributes:
        kind: The effect that changes it.
        name: Qualified name of what gives it.
        path: The file that they are in.
        lines: The lines that they are in.
    """

    kind: str
    name: str
    path: str
    lines: tuple[CellLine, ...]


@dataclass(slots=True)
class Sources:
    """The sources in the tree of one workflow.

    Attributes:
        mentions: How many lines of the tree speak of what each changes.
        calls: How many calls of each it shows.
        numbers: The numbers of those that were shown before, and are spoken of again.
    """

    mentions: Counter[Source]
    calls: Counter[Source]
    numbers: dict[Source, int] = field(default_factory=dict["Source", "int"])

    @staticmethod
    def of(workflow: Workflow) -> Sources:
        """Return the sources of a workflow, none of which was shown."""
        nodes = (*workflow.prelude, *workflow.body, *workflow.tail)
        mentions = Counter(chain.from_iterable(map(_sources_of, _groups(nodes))))
        return Sources(mentions, Counter(map(_source_of, _replayed(nodes))))

    def called(self, effect: EffectNode) -> tuple[str, bool]:
        """Return the number of the source that a call in replayed code is, where it needs one, and whether it was shown before."""
        source = _source_of(effect)
        if source in self.numbers:
            return f"[{self.numbers[source]}]", True
        if not self.mentions[source]:
            return "", False
        return self._numbered(source), False

    def mentioned(
        self, origins: Iterable[TaintOrigin]
    ) -> tuple[list[tuple[Source, SourcePlace, str]], list[str]]:
        """Return what to show in full with its number where one is needed, and the numbers of what was shown before."""
        new: list[tuple[Source, SourcePlace, str]] = []
        known: list[str] = []
        for source, place in _sources_of(origins).items():
            if source in self.numbers:
                known.append(f"[{self.numbers[source]}]")
            elif self.mentions[source] + self.calls[source] > 1:
                new.append((source, place, self._numbered(source)))
            else:
                new.append((source, place, ""))
        return new, known

    def _numbered(self, source: Source) -> str:
        self.numbers[source] = len(self.numbers) + 1
        return f"[{self.numbers[source]}]"


def rule_code(kind: str) -> str:
    """Return the code of the rule about values of a kind that change on replay; empty where none is about that kind alone."""
    return _CODES.get(kind, "")


def _source_of(effect: EffectNode) -> Source:
    place = effect.chain[-1].place
    return Source(effect.kind, effect.name, place.path, (place.cell_line,))


def _sources_of(origins: Iterable[TaintOrigin]) -> dict[Source, SourcePlace]:
    """Return what shows some sources, each with the place where it begins."""
    modules: dict[tuple[str, str, str], dict[CellLine, SourcePlace]] = {}
    for each in origins:
        lines = modules.setdefault((each.kind, each.name, each.place.path), {})
        lines.setdefault(each.place.cell_line, each.place)
    found: dict[Source, SourcePlace] = {}
    for key, lines in modules.items():
        if len(lines) > _MOST_OF_A_MODULE:
            found[Source(*key, tuple(lines))] = next(iter(lines.values()))
        else:
            found.update({Source(*key, (line,)): place for line, place in lines.items()})
    return found


def _groups(nodes: Iterable[TreeNode]) -> Iterator[Iterable[TaintOrigin]]:
    """Yield the sources that are shown together, wherever that is in some nodes."""
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


def _replayed(nodes: Iterable[TreeNode]) -> Iterator[EffectNode]:
    """Yield the effects of replayed code."""
    for node in nodes:
        match node:
            case EffectNode():
                yield node
            case BlockNode():
                yield from _replayed(chain.from_iterable(part.nodes for part in node.parts))
            case _:
                pass
