"""One report of several, where a run checks sub-projects with different configurations."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wflint.checking.fixes import Fixes
from wflint.checking.report import Report, Worst, in_order
from wflint.errors import distinct

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from wflint.errors import SourceError
    from wflint.files.text import SourceText
    from wflint.findings import Finding


@dataclass(frozen=True, slots=True)
class Part:
    """The report on one sub-project.

    Attributes:
        report: What was found.
        paths: The files that were given, as they are shown; modules of other sub-projects may have been read as well.
    """

    report: Report
    paths: Collection[str]


def merged(parts: Sequence[Part]) -> Report:
    """The report on all sub-projects.

    What one sub-project's check says of files and comments of another is left to the other's. An ignore comment that
    silences something in any of the checks is used. Of a finding that several report, the worst stands.
    """
    if len(parts) == 1:
        return parts[0].report
    findings = Worst()
    sources: dict[str, SourceText] = {}
    hidden: Counter[str] = Counter()
    errors: dict[str, SourceError] = {}
    for part in parts:
        sources.update(part.report.sources)
        hidden.update(part.report.hidden)
        errors.update({error.path: error for error in part.report.errors})
        for finding in part.report.findings:
            if _counts(finding, part, parts):
                findings.add(finding)
    return Report(
        in_order(findings.findings),
        sources,
        sum(part.report.files for part in parts),
        sum(part.report.handlers for part in parts),
        sum(part.report.steps for part in parts),
        sum(part.report.unknown_calls for part in parts),
        hidden,
        tuple(errors.values()),
        failures=distinct(error for part in parts for error in part.report.failures),
        fixes=Fixes.merged(part.report.fixes for part in parts),
    )


def _counts(finding: Finding, part: Part, parts: Sequence[Part]) -> bool:
    """Whether a finding stands in the merged report."""
    if finding.engine is not None:
        return True
    if finding.span.path not in part.paths:
        return False
    return finding.name != "unused-ignore" or all(
        any(other.name == finding.name and other.span == finding.span for other in each.report.findings)
        for each in parts
        if finding.span.path in each.report.sources
    )
