"""What a frame shows of each file: its lines with labels, in the code's own order, whatever draws them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from wflint.findings import Role

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Finding, Label, Level

_LABELS: Final = 12
# A longer span is shown by its first and last lines.
_SPAN_HEAD: Final = 3
_SPAN_TAIL: Final = 2


@dataclass(frozen=True, slots=True)
class Spot:
    """A label at its place in the source.

    Attributes:
        first: Line of the span's start, from 1.
        last: Line of the span's end.
        start: Index of the first marked character in the first line.
        end: Index behind the last marked character in the first line.
        message: What the label says.
        primary: Whether it is the primary label.
        level: The finding's level.
    """

    first: int
    last: int
    start: int
    end: int
    message: str
    primary: bool
    level: Level


@dataclass(frozen=True, slots=True)
class Section:
    """The part of a frame that shows one file.

    Attributes:
        header: Where it is, `path:line:column`.
        source: The file.
        spots: Its labels.
    """

    header: str
    source: SourceText
    spots: tuple[Spot, ...]

    @property
    def lines(self) -> list[int]:
        """The lines to show, sorted; a single line between two of them is shown rather than elided."""
        lines: set[int] = set()
        for spot in self.spots:
            span = range(spot.first, spot.last + 1)
            short = len(span) <= _SPAN_HEAD + _SPAN_TAIL + 1
            lines.update(span if short else [*span[:_SPAN_HEAD], *span[-_SPAN_TAIL:]])
        lines |= {line + 1 for line in lines if line + 2 in lines}
        return sorted(lines)


@dataclass(frozen=True, slots=True)
class Story:
    """The labels of a finding at their places.

    Attributes:
        sections: A section a file, the primary label's first.
        hidden: How many labels there was no room for.
    """

    sections: tuple[Section, ...]
    hidden: int


def story(finding: Finding, sources: Mapping[str, SourceText]) -> Story:
    """Where the labels of a finding stand."""
    labels = [finding.primary, *finding.related]
    shown = _number_causes(labels[:_LABELS])
    return Story(tuple(_sections(shown, sources, finding.level)), len(labels) - len(shown))


def _number_causes(labels: Sequence[Label]) -> list[tuple[Label, str]]:
    """Labels with their messages; the links of a longer chain are numbered, since files split it up."""
    causes = [label for label in labels if label.role is Role.CAUSE]
    if len(causes) < 2:
        return [(label, label.message) for label in labels]
    numbers = {id(label): f"{number}. " for number, label in enumerate(causes, 1)}
    return [(label, numbers.get(id(label), "") + label.message) for label in labels]


def _sections(
    labels: Sequence[tuple[Label, str]], sources: Mapping[str, SourceText], level: Level
) -> Iterator[Section]:
    for path in dict.fromkeys(label.span.path for label, _ in labels):
        here = [(label, message) for label, message in labels if label.span.path == path]
        source = sources[path]
        line, column = source.position(here[0][0].span.start)
        spots = tuple(_spot(label, message, source, level) for label, message in here)
        yield Section(f"{path}:{line}:{column}", source, spots)


def _spot(label: Label, message: str, source: SourceText, level: Level) -> Spot:
    first, start_column = source.position(label.span.start)
    last, end_column = source.position(label.span.end)
    if last > first and end_column == 1:
        last, end_column = last - 1, len(source.line_text(last - 1)) + 1
    # Blank space and the newline behind the code are not shown, a span may point there.
    length = len(source.line_text(first).rstrip())
    start = min(start_column - 1, length)
    end = max(start, length if last > first else min(end_column - 1, length))
    return Spot(first, last, start, end, message, label.role is Role.PRIMARY, level)
