"""Counts by rule and by handler."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from wflint.record import record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from wflint.checking.report import Report
    from wflint.findings import Finding, Level


@record
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


@record
class HandlerCount:
    """How much there is to say about a handler.

    Attributes:
        name: The handler's name.
        path: Its file.
        levels: How many findings it has of each level that there are, the worst first.
        findings: How many there are.
    """

    name: str
    path: str
    levels: Mapping[Level, int]
    findings: int


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
        HandlerCount(name, path, _by_level(group), len(group)) for (name, path), group in by_handler.items()
    ]
    return sorted(counts, key=lambda row: (-row.findings, row.path, row.name))


def _levels(findings: Iterable[Finding]) -> tuple[Level, ...]:
    return tuple(_by_level(findings))


def _by_level(findings: Iterable[Finding]) -> dict[Level, int]:
    counts = Counter(finding.level for finding in findings)
    return {level: counts[level] for level in sorted(counts, reverse=True)}
