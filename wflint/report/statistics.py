"""Counts a rule and a handler, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from wflint.report.console import CODE_STYLE, LEVEL_STYLES, open_screen
from wflint.report.summary import summary
from wflint.report.table import Column, table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from wflint.checking.report import Report
    from wflint.findings import Finding, Level
    from wflint.report.console import Screen


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke.

    Attributes:
        code: The rule's code.
        name: The rule's name.
        levels: The levels of its findings, the worst first.
        findings: How many there are.
        fixable: How many of them have a fix, safe or unsafe.
    """

    code: str
    name: str
    levels: tuple[Level, ...]
    findings: int
    fixable: int


@dataclass(frozen=True, slots=True)
class HandlerCount:
    """How much there is to say about a handler.

    Attributes:
        name: The handler's name.
        path: Its file.
        levels: The levels of its findings, the worst first.
        findings: How many there are.
    """

    name: str
    path: str
    levels: tuple[Level, ...]
    findings: int


def render(report: Report, out: TextIO, *, color: bool | None = None, width: int | None = None) -> None:
    """Write a table of the rules that found something, one of the handlers that have findings, then the summary."""
    screen = open_screen(out, color=color, width=width)
    tables = [
        _rule_table(count_rules(report), screen),
        _handler_table(count_handlers(report.findings), screen),
    ]
    rows = [row for table in tables if table for row in (*table, Text())]
    screen.write([*rows, screen.prose(summary(report))])


def count_rules(report: Report) -> list[RuleCount]:
    """Return counts by rule, the most frequent first, then by code."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in report.findings:
        by_rule.setdefault((finding.code, finding.name), []).append(finding)
    counts = [
        RuleCount(
            code,
            name,
            _levels(group),
            len(group),
            sum(report.fix_of(finding) is not None for finding in group),
        )
        for (code, name), group in by_rule.items()
    ]
    return sorted(counts, key=lambda row: (-row.findings, row.code))


def count_handlers(findings: Iterable[Finding]) -> list[HandlerCount]:
    """Return counts by handler, the most frequent first, then by file and name; other findings are left out."""
    by_handler: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        if finding.handler is not None:
            by_handler.setdefault((finding.handler, finding.handler_path), []).append(finding)
    counts = [
        HandlerCount(name, path, _levels(group), len(group)) for (name, path), group in by_handler.items()
    ]
    return sorted(counts, key=lambda row: (-row.findings, row.path, row.name))


def _levels(findings: Iterable[Finding]) -> tuple[Level, ...]:
    return tuple(sorted({finding.level for finding in findings}, reverse=True))


def _rule_table(counts: Sequence[RuleCount], screen: Screen) -> list[Text]:
    columns = (
        Column("count", is_number=True),
        Column("code"),
        Column("rule"),
        Column("level"),
        Column("fixable", is_number=True),
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
