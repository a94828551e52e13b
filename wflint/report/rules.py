"""Rules on a terminal: a table with a line for each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from rich.text import Text

from wflint.report.console import CODE_STYLE, LEVEL_STYLES, Screen, open_screen
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.rules import RegisteredRule

_COLUMNS: Final = (Column("code"), Column("rule"), Column("level"), Column("summary", is_prose=True))


def render_list(
    rules: Sequence[RegisteredRule], out: TextIO, *, color: bool | None = None, width: int | None = None
) -> None:
    """Write a line for each rule."""
    screen = open_screen(out, color=color, width=width)
    screen.write(table(_COLUMNS, [_row(each, screen) for each in rules], screen))


def _row(rule: RegisteredRule, screen: Screen) -> tuple[Text, ...]:
    link = f" link {rule.url}" if screen.has_links else ""
    level = rule.rule.level
    preview = " (preview)" if rule.rule.is_preview else ""
    return (
        Text(rule.code, f"{CODE_STYLE}{link}"),
        Text(rule.name, link.strip()),
        Text(level.value, LEVEL_STYLES[level]),
        screen.prose(rule.rule.summary + preview),
    )
