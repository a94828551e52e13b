"""The edits of a fix, as far as they may be shown, and the lines that they change."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import SequenceMatcher
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
            for found in _hunks(source, first, last, group):
                shift = shifts[found.cell]
                shifts[found.cell] += len(found.new) - len(found.old)
                yield replace(found, new_first=found.first + shift)


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


def _hunks(source: SourceText, first: int, last: int, edits: Sequence[Edit]) -> Iterator[Hunk]:
    """Yield what some edits do to the lines from `first` to `last`, less the lines that they leave alone.

    Lines after the fix are numbered as if this hunk were the only one.
    """
    start = source.line_start(first)
    end = source.line_start(last + 1) if last < source.line_count else len(source.text)
    moved = (
        Edit(Span(source.path, edit.span.start - start, edit.span.end - start), edit.text) for edit in edits
    )
    shown = source.shown(start, end)
    old, new = _NEWLINE.split(shown), _NEWLINE.split(apply_edits(shown, moved))
    for gone, come in _changed(old, new):
        cell, number = source.cell_line(min(first + gone.start, source.line_count))
        yield Hunk(source.path, cell, number, tuple(old[gone]), number, tuple(new[come]))


def _changed(old: Sequence[str], new: Sequence[str]) -> list[tuple[slice, slice]]:
    """Return which lines take the place of which; blank lines alone between changes keep them together."""
    found: list[tuple[slice, slice]] = []
    for tag, *places in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        gone, come = slice(*places[:2]), slice(*places[2:])
        if found and not any(map(str.strip, old[found[-1][0].stop : gone.start])):
            above = found.pop()
            gone, come = slice(above[0].start, gone.stop), slice(above[1].start, come.stop)
        found.append((gone, come))
    return found
