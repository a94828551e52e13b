"""Plain text edits: applying them, and telling which get in each other's way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from difflib import SequenceMatcher
from itertools import pairwise

from wflint.files.text import SourceText
from wflint.findings import Edit, Span


def apply_edits(text: str, edits: Iterable[Edit]) -> str:
    """Return the text with all edits made; equal ones once.

    Args:
        text: The text of one file.
        edits: Edits of that file that do not overlap.
    """
    for edit in sorted(dict.fromkeys(edits), key=lambda each: (each.span.start, each.span.end), reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


def line_edits(source: SourceText, text: str) -> Iterator[Edit]:
    """Yield an edit for each run of lines in which a file and its new text differ."""
    old, new = _lines(source), _lines(SourceText(source.path, text))
    starts = [*source.line_starts, len(source.text)]
    matched = SequenceMatcher(None, old, new, autojunk=False)
    for tag, first, last, new_first, new_last in matched.get_opcodes():
        if tag != "equal":
            yield Edit(Span(source.path, starts[first], starts[last]), "".join(new[new_first:new_last]))


def _lines(source: SourceText) -> list[str]:
    starts = [*source.line_starts, len(source.text)]
    return [source.text[start:end] for start, end in pairwise(starts)]


def clash(first: Iterable[Edit], second: Iterable[Edit]) -> bool:
    """Return whether two fixes cannot be applied at once; edits that both make are no reason."""
    mine, yours = set(first), set(second)
    return any(_touch(one, two) for one in mine - yours for two in yours - mine)


def _touch(one: Edit, two: Edit) -> bool:
    if one.span.path != two.span.path:
        return False
    # Two insertions at one place would have to be ordered.
    if one.span.start == one.span.end == two.span.start == two.span.end:
        return True
    return one.span.start < two.span.end and two.span.start < one.span.end


def by_path(edits: Iterable[Edit]) -> Mapping[str, list[Edit]]:
    """Return the edits of each file."""
    found: dict[str, list[Edit]] = {}
    for edit in edits:
        found.setdefault(edit.span.path, []).append(edit)
    return found
