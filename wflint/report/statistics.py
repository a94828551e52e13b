"""Counts a rule and a handler, the most frequent first."""

from __future__ import annotations

from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from wflint.report.console import CODE_STYLE, LEVEL_STYLES, open_screen
from wflint.report.counting import count_handlers, count_rules
from wflint.report.summary import summary
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.checking.report import Report
    from wflint.findings import Level
    from wflint.report.console import Screen
    from wflint.report.counting import HandlerCount, RuleCount


def render(
    report: Report,
    out: TextIO,
    *,
    color: bool | None = None,
    width: int | None = None,
    is_brief: bool = False,
) -> None:
    """Write a table of the rules that found something, one of the handlers that have findings, then the summary."""
    screen = open_screen(out, color=color, width=width)
    tables = [
        _rule_table(count_rules(report), screen),
        _handler_table(count_handlers(report.findings), screen),
    ]
    rows = [row for table in tables if table for row in (*table, Text())]
    screen.write(rows[:-1] if is_brief else [*rows, screen.prose(summary(report))])


def _rule_table(counts: Sequence[RuleCount], screen: Screen) -> list[Text]:
    columns = (
        Column("count", is_number=True),
        Column("code"),
        Column("rule"),
        Column("level"),
        Column("fixable", is_number=True, is_extra=True),
    )
    rows = [
        (
            Text(str(row.findings)),
            Text(row.code, CODE_STYLE),
            Text(row.name),
            _listed(row.levels),
            Text(str(row.fixable)),
        )
        for row in counts
    ]
    return table(columns, rows, screen)


def _handler_table(counts: Sequence[HandlerCount], screen: Screen) -> list[Text]:
    escape = screen.charset.escape
    columns = (
        Column("count", is_number=True),
        Column("handler", is_prose=True),
        Column("level"),
        Column("file", is_prose=True),
    )
    rows = [
        (Text(str(row.findings)), Text(escape(row.name)), _listed(row.levels), Text(escape(row.path)))
        for row in counts
    ]
    return table(columns, rows, screen)


def _listed(levels: Iterable[Level]) -> Text:
    return Text(", ").join(Text(level.value, LEVEL_STYLES[level]) for level in levels)
