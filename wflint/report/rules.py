"""Rules on a terminal: a table with a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from wflint.report.console import LEVEL_STYLES, open_screen
from wflint.report.table import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.rules import RegisteredRule

_HEAD: Final = ("code", "rule", "level", "summary")


def render_list(
    rules: Sequence[RegisteredRule], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write a line for each rule."""
    screen = open_screen(out, color=color, width=width)
    rows = [(each.code, each.name, each.rule.level.value, each.rule.summary) for each in rules]
    cells = [tuple(map(screen.charset.escape, row)) for row in rows]
    screen.write(table(_HEAD, "<<<<", cells, [LEVEL_STYLES[each.rule.level] for each in rules]))
