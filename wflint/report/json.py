"""The report for programs, in the shape of `json_schema.py`."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, TextIO

from wflint._version import __version__
from wflint.checking.fingerprint import fingerprints
from wflint.findings import HiddenBy, Level
from wflint.report.edits import shown_edits
from wflint.report.json_text import write_json
from wflint.report.place import place

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wflint.checking.report import Report
    from wflint.errors import InternalError, SourceError
    from wflint.files.text import SourceText
    from wflint.findings import Finding, Fix, Label, Span
    from wflint.report.json_schema import (
        EditJson,
        ErrorJson,
        FindingJson,
        FixJson,
        InternalErrorJson,
        PositionJson,
        RelatedJson,
        ReportJson,
        SummaryJson,
    )


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write the report as one JSON document, in ASCII whatever the output's encoding."""
    write_json(report_json(report), out)


def report_json(report: Report) -> ReportJson:
    """Return the report as the data that the JSON format consists of."""
    document: ReportJson = {
        "format": "wflint-json-v1",
        "version": __version__,
        "findings": list(findings_json(report)),
        "errors": [error_json(each) for each in report.errors],
        "summary": summary_json(report),
    }
    if report.internal_errors:
        document["internal_errors"] = [internal_error_json(each) for each in report.internal_errors]
    return document


def error_json(error: SourceError) -> ErrorJson:
    """Return a file that could not be read as the data that the JSON formats consist of."""
    return {"path": error.path, "message": error.reason}


def internal_error_json(error: InternalError) -> InternalErrorJson:
    """Return an internal error as the data that the JSON formats consist of."""
    return {
        "path": error.path or None,
        "handler": error.handler,
        "rule": error.rule,
        "activity": error.activity,
        "error": error.error,
        "frame": error.frame,
    }


def findings_json(report: Report) -> Iterator[FindingJson]:
    """Yield the findings as the data that the JSON formats consist of."""
    report.verify_fixes()
    prints = fingerprints(report.findings, report.sources)
    for finding, fingerprint in zip(report.findings, prints, strict=True):
        yield finding_json(finding, report.verified_fix_of(finding), report.sources, fingerprint)


def finding_json(
    finding: Finding, fix: Fix | None, sources: Mapping[str, SourceText], fingerprint: str
) -> FindingJson:
    """Return a finding as the data that the JSON formats consist of."""
    start, end = positions_json(finding.span, sources)
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level.value,
        "message": finding.message,
        "help": finding.help,
        "url": finding.url,
        "engine": finding.engine,
        "handler": finding.handler,
        "path": finding.span.path,
        "start": start,
        "end": end,
        "related": [_related(label, sources) for label in finding.related],
        "fix": _fix(fix, sources) if fix is not None else None,
        "fingerprint": fingerprint,
    }


def _related(label: Label, sources: Mapping[str, SourceText]) -> RelatedJson:
    start, end = positions_json(label.span, sources)
    return {"message": label.message, "path": label.span.path, "start": start, "end": end}


def _fix(fix: Fix, sources: Mapping[str, SourceText]) -> FixJson | None:
    edits: list[EditJson] = []
    for edit in shown_edits(fix, sources):
        start, end = positions_json(edit.span, sources)
        edits.append({"path": edit.span.path, "start": start, "end": end, "text": edit.text})
    if not edits:
        return None
    return {
        "message": fix.message,
        "applicability": fix.applicability.value,
        "in_flight": fix.in_flight.value,
        "class": fix.fix_class.value,
        "edits": edits,
    }


def positions_json(span: Span, sources: Mapping[str, SourceText]) -> tuple[PositionJson, PositionJson]:
    """Return start and end of a span as the data that the JSON formats consist of."""
    where = place(span, sources)
    start: PositionJson = {"line": where.line, "column": where.column}
    end: PositionJson = {"line": where.end_line, "column": where.end_column}
    if where.cell is not None:
        start["cell"] = end["cell"] = where.cell
    return start, end


def summary_json(report: Report) -> SummaryJson:
    """Return the counts of a report as the data that the JSON formats consist of."""
    levels = Counter(finding.level for finding in report.findings)
    return {
        "files": report.files,
        "handlers": report.handlers,
        "steps": report.steps,
        "errors": levels[Level.ERROR],
        "warnings": levels[Level.WARNING],
        "infos": levels[Level.INFO],
        "unknown_calls": report.unknown_calls,
        "hidden": {
            "ignore_comments": report.hidden_by(HiddenBy.COMMENT),
            "per_file_ignores": report.hidden_by(HiddenBy.PER_FILE),
            "baseline": report.hidden_by(HiddenBy.BASELINE),
            "min_level": sum(report.below_min_level.values()),
            "diff_base": report.on_unchanged_lines,
        },
    }
