"""Annotated source: the lines of each file that a frame shows, with their labels, whatever draws them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from wflint.findings import Role
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Finding, Label, Level

_LABELS: Final = 12
# A longer span is shown by its first and last lines.
_SPAN_HEAD: Final = 3
_SPAN_TAIL: Final = 2


@record
class Annotation:
    """A label at its place in the source.

    Attributes:
        first: Line of the span's start, from 1.
        last: Line of the span's end.
        start: Index of its first character in the first line.
        end: Index after its last character in the first line.
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


@record
class AnnotatedFile:
    """The part of a frame that shows one file.

    Attributes:
        header: Where it is, `path:line:column`.
        cell: The cell of a notebook that this is in.
        source: The file.
        annotations: Its labels.
    """

    header: str
    cell: int | None
    source: SourceText
    annotations: tuple[Annotation, ...]

    @property
    def lines(self) -> list[int]:
        """Return the lines to show, sorted; a single line between two of them is shown rather than elided."""
        lines: set[int] = set()
        for annotation in self.annotations:
            span = range(annotation.first, annotation.last + 1)
            short = len(span) <= _SPAN_HEAD + _SPAN_TAIL + 1
            lines.update(span if short else [*span[:_SPAN_HEAD], *span[-_SPAN_TAIL:]])
        lines |= {line + 1 for line in lines if line + 2 in lines}
        return sorted(lines)


@record
class AnnotatedSource:
    """The labels of a finding at their places.

    Attributes:
        files: A file a file, the primary label's first.
        hidden: How many labels there was no room for.
    """

    files: tuple[AnnotatedFile, ...]
    hidden: int


def layout(
    finding: Finding, sources: Mapping[str, SourceText], without: Label | None = None
) -> AnnotatedSource:
    """Lay out the labels of a finding by file and line, without the one that is shown elsewhere."""
    labels = [finding.primary, *(label for label in finding.related if label != without)]
    shown = _number_causes(labels[:_LABELS])
    return AnnotatedSource(tuple(_files(shown, sources, finding.level)), len(labels) - len(shown))


def _number_causes(labels: Sequence[Label]) -> list[tuple[Label, str]]:
    """Return labels with their messages; the links of a longer chain are numbered, since files split it up."""
    causes = [label for label in labels if label.role is Role.CAUSE]
    if len(causes) < 2:
        return [(label, label.message) for label in labels]
    numbers = {id(label): f"{number}. " for number, label in enumerate(causes, 1)}
    return [(label, numbers.get(id(label), "") + label.message) for label in labels]


def _files(
    labels: Sequence[tuple[Label, str]], sources: Mapping[str, SourceText], level: Level
) -> Iterator[AnnotatedFile]:
    for path in dict.fromkeys(label.span.path for label, _ in labels):
        here = [(label, message) for label, message in labels if label.span.path == path]
        source = sources[path]
        annotations = tuple(_annotation(label, message, source, level) for label, message in here)
        cell = source.cell_line(annotations[0].first).cell
        yield AnnotatedFile(f"{path}:{source.place_of(here[0][0].span.start)}", cell, source, annotations)


def _annotation(label: Label, message: str, source: SourceText, level: Level) -> Annotation:
    first, start_column = source.position(label.span.start)
    last, end_column = source.position(label.span.end)
    if last > first and end_column == 1:
        last, end_column = last - 1, len(source.line_text(last - 1)) + 1
    # Blank space and the newline after the code are not shown, a span may point there.
    length = len(source.line_text(first).rstrip())
    start = min(start_column - 1, length)
    end = max(start, length if last > first else min(end_column - 1, length))
    return Annotation(first, last, start, end, message, label.role is Role.PRIMARY, level)
