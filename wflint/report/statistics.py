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
        Column("rule", is_prose=True),
        Column("fixable", is_number=True),
        Column("level", is_prose=True),
    )
    rows = [
        (
            Text(str(row.findings)),
            Text(row.code, CODE_STYLE),
            Text(row.name),
            Text(str(row.fixable)),
            _listed(row.levels),
        )
        for row in counts
    ]
    return table(columns, rows, screen)


def _handler_table(counts: Sequence[HandlerCount], screen: Screen) -> list[Text]:
    escape = screen.charset.escape
    levels = sorted({level for row in counts for level in row.levels}, reverse=True)
    columns = (
        Column("count", is_number=True),
        *(Column(level.value, is_number=True) for level in levels),
        Column("handler", is_prose=True),
        Column("file", is_prose=True),
    )
    rows = [
        (
            Text(str(row.findings)),
            *(_counted(row.levels.get(level, 0), level) for level in levels),
            Text(escape(row.name)),
            Text(escape(row.path)),
        )
        for row in counts
    ]
    return table(columns, rows, screen)


def _counted(number: int, level: Level) -> Text:
    return Text(str(number), LEVEL_STYLES[level]) if number else Text("0")


def _listed(levels: Iterable[Level]) -> Text:
    return Text(", ").join(Text(level.value, LEVEL_STYLES[level]) for level in levels)
