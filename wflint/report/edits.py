"""The edits of a fix, as far as they may be shown, and the lines that they change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Final

from wflint.files.edits import apply_edits, by_path
from wflint.findings import Edit, Span
from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Fix

_NEWLINE: Final = re.compile(r"\r\n|\r|\n")


@record
class Hunk:
    """Neighbouring lines of a file that a fix changes.

    Attributes:
        path: The file.
        cell: The cell of a notebook.
        first: The number of the first line before the fix.
        old: The lines before it, as they may be shown.
        new_first: The number of the first line after the fix.
        new: The lines after it.
    """

    path: str
    cell: int | None
    first: int
    old: tuple[str, ...]
    new_first: int
    new: tuple[str, ...]

    @property
    def last_number(self) -> int:
        """Return the highest number of a line."""
        return max(self.first + len(self.old), self.new_first + len(self.new)) - 1


def shown_edits(fix: Fix | None, sources: Mapping[str, SourceText]) -> tuple[Edit, ...]:
    """Return the edits in the order of their places, or none if one of them repeats a secret of its file."""
    if fix is None:
        return ()
    edits = tuple(_plain(each, sources) for each in sorted(fix.edits, key=lambda edit: edit.span))
    return () if any(_tells_a_secret(edit, sources[edit.span.path]) for edit in edits) else edits


def _plain(edit: Edit, sources: Mapping[str, SourceText]) -> Edit:
    """Return an edit whose text is as a notebook holds it."""
    notebook = sources[edit.span.path].notebook
    return edit if notebook is None else replace(edit, text=notebook.plain(edit.text))


def _tells_a_secret(edit: Edit, source: SourceText) -> bool:
    return any(source.text[start:end] in edit.text for start, end in source.secrets if start < end)


def hunks(edits: Sequence[Edit], sources: Mapping[str, SourceText]) -> Iterator[Hunk]:
    """Yield what edits that may be shown do to the lines of their files, without making a text of a whole file."""
    for path, own in by_path(edits).items():
        source, shifts = sources[path], Counter[int | None]()
        for first, last, group in _touched(source, own):
            found = _hunk(source, first, last, group, shifts)
            shifts[found.cell] += len(found.new) - len(found.old)
            if found.old or found.new:
                yield found


def _touched(source: SourceText, edits: Sequence[Edit]) -> Iterator[tuple[int, int, list[Edit]]]:
    """Yield the edits of neighbouring lines together, with the first and the last line."""
    group: list[Edit] = []
    first = last = 0
    for edit in sorted(edits, key=lambda each: each.span):
        start, end = source.line_of(edit.span.start), source.line_of(edit.span.end)
        if group and start <= last + 1:
            group.append(edit)
            last = max(last, end)
            continue
        if group:
            yield first, last, group
        first, last, group = start, end, [edit]
    if group:
        yield first, last, group


def _hunk(
    source: SourceText, first: int, last: int, edits: Sequence[Edit], shifts: Mapping[int | None, int]
) -> Hunk:
    """Return what some edits do to the lines from `first` to `last`, less the lines at both ends that they leave alone."""
    start = source.line_start(first)
    end = source.line_start(last + 1) if last < source.line_count else len(source.text)
    moved = (
        Edit(Span(source.path, edit.span.start - start, edit.span.end - start), edit.text) for edit in edits
    )
    shown = source.shown(start, end)
    old, new = _NEWLINE.split(shown), _NEWLINE.split(apply_edits(shown, moved))
    before = _shared(old, new)
    after = _shared(old[before:][::-1], new[before:][::-1])
    cell, number = source.cell_line(min(first + before, source.line_count))
    return Hunk(
        source.path,
        cell,
        number,
        tuple(old[before : len(old) - after]),
        number + shifts.get(cell, 0),
        tuple(new[before : len(new) - after]),
    )


def _shared(one: Sequence[str], two: Sequence[str]) -> int:
    """Return how many lines two texts have in common from their beginning on."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, two, strict=False)))
