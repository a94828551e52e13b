"""A fix in HTML: the lines that it takes away and those that it brings."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from wflint.files.text import CellLine
from wflint.report.edits import hunks, shown_edits
from wflint.report.html_text import plain
from wflint.report.visible import UNICODE

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wflint.files.text import SourceText
    from wflint.findings import Fix
    from wflint.report.edits import Hunk


def diff_table(fix: Fix | None, sources: Mapping[str, SourceText]) -> Iterator[str]:
    """Yield the lines that a fix changes as a table; nothing where there are none that may be shown."""
    changed = list(hunks(shown_edits(fix, sources), sources))
    if not changed:
        return
    place: tuple[str, int | None] | None = None
    yield "<figure>"
    for hunk in changed:
        if (hunk.path, hunk.cell) != place:
            yield f"{'</table>' if place else ''}<figcaption>{_place(hunk)}</figcaption><table>"
        else:
            yield '<tr><td class="number">&vellip;</td><td></td><td></td></tr>'
        yield from _lines("-", "removed", hunk.first, hunk.old)
        yield from _lines("+", "added", hunk.new_first, hunk.new)
        place = hunk.path, hunk.cell
    yield "</table></figure>"


def _place(hunk: Hunk) -> str:
    return plain(f"{hunk.path}:{CellLine(hunk.cell, hunk.first)}")


def _lines(sign: str, kind: str, first: int, lines: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(lines, first):
        shown = escape("".join(char if char == "\t" else UNICODE.picture(char) for char in text))
        yield f'<tr class="{kind}"><td class="number">{number}</td><td>{sign}</td><td class="code">{shown}</td></tr>'
