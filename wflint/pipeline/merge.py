"""One report of several, where a run checks sub-projects with different configurations."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from wflint.checking.fixes import Fixes
from wflint.checking.report import Report, Worst, distinct_suppressed, in_order
from wflint.errors import SourceError, distinct
from wflint.files.text import SourceText
from wflint.findings import Finding
from wflint.record import record


@record
class _Texts(Mapping[str, SourceText]):
    """The texts of several reports, of which some are read only when they are shown; the last one's stand."""

    several: Sequence[Mapping[str, SourceText]]

    def __getitem__(self, path: str) -> SourceText:
        """Return the text of a file.

        Raises:
            KeyError: No report has it.
        """
        for each in reversed(self.several):
            if path in each:
                return each[path]
        raise KeyError(path)

    def __contains__(self, path: object) -> bool:
        """Return whether a report has the text of a file."""
        return any(path in each for each in self.several)

    def __iter__(self) -> Iterator[str]:
        """Iterate over the paths that are shown."""
        return iter({path: None for each in self.several for path in each})

    def __len__(self) -> int:
        """Return the number of files."""
        return len(set[str]().union(*self.several))


def merged(reports: Sequence[Report]) -> Report:
    """Return the report on all sub-projects.

    What one sub-project's check says of files and comments of another is left to the other's. An ignore comment that
    silences something in any of the checks is used. Of a finding that several report, the worst stands.

    Args:
        reports: The report on each sub-project.
    """
    if len(reports) == 1:
        return reports[0]
    findings = Worst()
    hidden: Counter[str] = Counter()
    errors: dict[str, SourceError] = {}
    for report in reports:
        hidden.update(report.below_min_level)
        errors.update({error.path: error for error in report.errors})
        for finding in report.findings:
            if _stands(finding, report, reports):
                findings.add(finding)
    return Report(
        in_order(findings.findings),
        _Texts([report.sources for report in reports]),
        sum(report.files for report in reports),
        sum(report.handlers for report in reports),
        sum(report.steps for report in reports),
        sum(report.unknown_calls for report in reports),
        hidden,
        tuple(errors.values()),
        given=frozenset(path for report in reports for path in report.given),
        failures=distinct(error for report in reports for error in report.failures),
        fixes=Fixes.merged(report.fixes for report in reports),
        engines=frozenset(engine for report in reports for engine in report.engines),
        suppressed=distinct_suppressed(
            (each for report in reports for each in report.suppressed if _stands(each, report, reports)),
            findings.findings,
        ),
    )


def _stands(finding: Finding, own: Report, reports: Sequence[Report]) -> bool:
    """Return whether a finding of one report is in the merged one."""
    if finding.engine is not None:
        return True
    if finding.span.path not in own.given:
        return False
    return finding.name != "unused-ignore" or all(
        any(other.name == finding.name and other.span == finding.span for other in report.findings)
        for report in reports
        if finding.span.path in report.sources
    )
