"""Findings as diagnostics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    DiagnosticTag,
)

from wflint.findings import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lsprotocol.types import Range

    from wflint.findings import Finding
    from wflint.lsp.position_mapper import PositionMapper

SOURCE: Final = "wflint"
_SEVERITIES: Final = {
    Level.ERROR: DiagnosticSeverity.Error,
    Level.WARNING: DiagnosticSeverity.Warning,
    Level.INFO: DiagnosticSeverity.Information,
}
_TAGS: Final = {"unused-ignore": [DiagnosticTag.Unnecessary]}


def diagnostics(mapper: PositionMapper) -> dict[str, list[Diagnostic]]:
    """Return the diagnostics of a check, by the URIs of the files; what a baseline holds is but a hint."""
    checked = mapper.checked
    severities = [(each, _SEVERITIES[each.level]) for each in checked.report.findings]
    severities += [(each, DiagnosticSeverity.Hint) for each in checked.known]
    found: dict[str, list[Diagnostic]] = {}
    for finding, severity in severities:
        location = mapper.place(finding)
        if location is not None:
            diagnostic = _diagnostic(finding, severity, location.range, mapper)
            found.setdefault(location.uri, []).append(diagnostic)
    return found


def _diagnostic(
    finding: Finding, severity: DiagnosticSeverity, place: Range, mapper: PositionMapper
) -> Diagnostic:
    return Diagnostic(
        range=place,
        message=_message(finding),
        severity=severity,
        code=finding.code,
        code_description=CodeDescription(finding.url),
        source=SOURCE,
        tags=_TAGS.get(finding.name),
        related_information=list(_related(finding, mapper)),
        data={"rule": finding.name},
    )


def _message(finding: Finding) -> str:
    help_ = f"\nhelp: {finding.help}" if finding.help else ""
    return f"{finding.message}{help_}"


def _related(finding: Finding, mapper: PositionMapper) -> Iterator[DiagnosticRelatedInformation]:
    for label in finding.related:
        location = mapper.location(label.span)
        if location is not None:
            yield DiagnosticRelatedInformation(location, label.message)
