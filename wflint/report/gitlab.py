"""The report as GitLab Code Quality takes it: a subset of the Code Climate format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from wflint.checking.fingerprint import fingerprints
from wflint.findings import Level
from wflint.report.json_text import write_json
from wflint.report.place import file_place
from wflint.report.visible import well_formed

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.findings import Finding
    from wflint.report.place import Place

_SEVERITIES: Final = {Level.ERROR: "major", Level.WARNING: "minor", Level.INFO: "info"}


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write a list with an issue for each finding, in ASCII.

    GitLab knows issues in the code only: files that could not be read are left to standard error and the exit code.
    """
    prints = fingerprints(report.findings, report.sources)
    issues = [
        _issue(finding, file_place(finding.span, report.sources), fingerprint)
        for finding, fingerprint in zip(report.findings, prints, strict=True)
    ]
    write_json(issues, out)


def _issue(finding: Finding, where: Place, fingerprint: str) -> dict[str, object]:
    return {
        # All that a merge request shows.
        "description": well_formed(f"{finding.name}: {finding.message}"),
        "check_name": finding.code,
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[finding.level],
        "location": {"path": well_formed(where.path), "lines": {"begin": where.line, "end": where.last_line}},
    }
