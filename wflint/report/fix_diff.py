"""A fix under its finding: the lines that it takes away and those that it brings, in line with the code above."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final

from rich.text import Text

from wflint.files.text import CellLine
from wflint.report.console import QUIET_STYLE
from wflint.report.labels import glyphs_for
from wflint.report.lines import fold, show_line
from wflint.report.summary import count

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wflint.report.console import Screen
    from wflint.report.edits import Hunk

DIFF_STYLES: Final = {"-": "red", "+": "green"}
_MOST_ROWS: Final = 24
_HANGING: Final = 4


def diff_rows(
    changed: Sequence[Hunk], shown: tuple[str, int | None], gutter: int, screen: Screen
) -> list[Text]:
    """Return the rows of a fix.

    Args:
        changed: The lines that it changes.
        shown: The file of the code above and its cell, which need not be named.
        gutter: Cells of the line numbers.
        screen: Where it is shown.
    """
    rows = _rows(changed, shown, gutter, screen)
    first = list(islice(rows, _MOST_ROWS))
    more = sum(1 for _ in rows)
    if more:
        text = f"{'...':<{gutter + 3}}{count(more, 'more row')}, which `wflint fix --diff` shows"
        first.append(screen.prose(text, QUIET_STYLE))
    return first


def _rows(
    changed: Sequence[Hunk], shown: tuple[str, int | None], gutter: int, screen: Screen
) -> Iterator[Text]:
    above: Hunk | None = None
    for hunk in changed:
        if (hunk.path, hunk.cell) != ((above.path, above.cell) if above is not None else shown):
            place = screen.charset.escape(f"{hunk.path}:{CellLine(hunk.cell, hunk.first)}")
            yield Text.assemble(" " * gutter, ("::: ", QUIET_STYLE), place)
        elif above is not None:
            yield Text("...", QUIET_STYLE)
        yield from _lines("-", hunk.first, hunk.old, gutter, screen)
        yield from _lines("+", hunk.new_first, hunk.new, gutter, screen)
        above = hunk


def _lines(sign: str, first: int, lines: Sequence[str], gutter: int, screen: Screen) -> Iterator[Text]:
    for number, text in enumerate(lines, first):
        line = show_line(text, screen.charset)
        indent = len(text) - len(text.lstrip()) + _HANGING
        head = f"{number:>{gutter}} {sign} "
        # What does not fit goes on below, with a sign of its own: a break that is not in the code must not look like one.
        further = f"{glyphs_for(screen).continued:>{gutter}} {sign} "
        for row in fold(line, screen.width - len(head), indent):
            yield Text(f"{head}{row}".rstrip(), style=DIFF_STYLES[sign])
            head = further
