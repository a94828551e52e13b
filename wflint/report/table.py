"""Tables of lines: columns as wide as their cells, and nothing drawn between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from wflint.report.console import QUIET_STYLE

if TYPE_CHECKING:
    from collections.abc import Sequence


def table(
    head: Sequence[str], aligned: str, rows: Sequence[Sequence[str]], styles: Sequence[str]
) -> list[Text]:
    """Return the rows of a table; none where it is empty.

    Args:
        head: The headings of the columns.
        aligned: For each column `<` or `>`, the side that its cells are aligned to.
        rows: The cells of each row.
        styles: The style of each row.
    """
    if not rows:
        return []
    lines = [head, *rows]
    widths = [max(map(cell_len, column)) for column in zip(*lines, strict=True)]
    return [
        Text(_line(row, aligned, widths), style=style)
        for row, style in zip(lines, [QUIET_STYLE, *styles], strict=True)
    ]


def _line(row: Sequence[str], aligned: str, widths: Sequence[int]) -> str:
    cells: list[str] = []
    for text, side, width in zip(row, aligned, widths, strict=True):
        space = " " * (width - cell_len(text))
        cells.append(space + text if side == ">" else text + space)
    return "  ".join(cells).rstrip()
