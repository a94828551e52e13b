"""Counts a rule, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from rich.text import Text

from wflint.report.console import LEVEL_STYLES, QUIET_STYLE, open_screen
from wflint.report.summary import summary

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wflint.check import Report
    from wflint.findings import Finding, Level


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


def render(report: Report, out: TextIO, *, color: bool | None = None, width: int | None = None) -> None:
    """Writes a table with a row for each rule that found something, then the summary."""
    screen = open_screen(out, color=color, width=width)
    counts = count_rules(report.findings)
    rows = [*_table(counts), Text()] if counts else []
    screen.write([*rows, screen.prose(summary(report))])


def count_rules(findings: Iterable[Finding]) -> list[RuleCount]:
    """Counts by rule, the most frequent first, then by code."""
    by_rule: dict[tuple[str, str], list[Finding]] = {}
    for finding in findings:
        by_rule.setdefault((finding.code, finding.name), []).append(finding)
    counts = [
        RuleCount(
            code,
            name,
            tuple(sorted({finding.level for finding in group}, reverse=True)),
            len(group),
            sum(finding.fix is not None for finding in group),
        )
        for (code, name), group in by_rule.items()
    ]
    return sorted(counts, key=lambda row: (-row.findings, row.code))


def _table(counts: Iterable[RuleCount]) -> list[Text]:
    table = [("count", "code", "rule", "level", "fixable")]
    table += [
        (
            str(row.findings),
            row.code,
            row.name,
            ", ".join(level.value for level in row.levels),
            str(row.fixable),
        )
        for row in counts
    ]
    count, code, rule, level, fixable = (max(map(len, column)) for column in zip(*table, strict=True))
    lines = [
        f"{row[0]:>{count}}  {row[1]:<{code}}  {row[2]:<{rule}}  {row[3]:<{level}}  {row[4]:>{fixable}}"
        for row in table
    ]
    styles = [QUIET_STYLE, *(LEVEL_STYLES[row.levels[0]] for row in counts)]
    return [Text(line, style=style) for line, style in zip(lines, styles, strict=True)]
