"""The report in reviewdog's diagnostic format, a `DiagnosticResult` in JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, TextIO

from wflint.findings import Level, Span
from wflint.report.edits import shown_edits
from wflint.report.json_text import write_json
from wflint.report.place import file_place, has_notebook, utf8_bytes
from wflint.report.sentences import named_sentences
from wflint.report.visible import well_formed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wflint.checking.report import Report
    from wflint.files.text import SourceText
    from wflint.findings import Finding, Fix

_SEVERITIES: Final = {Level.ERROR: "ERROR", Level.WARNING: "WARNING", Level.INFO: "INFO"}


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write one JSON document, in ASCII.

    The format knows diagnostics in the code only: files that could not be read are left to standard error.
    """
    report.verify_fixes()
    diagnostics = [
        _diagnostic(finding, report.verified_fix_of(finding), report.sources) for finding in report.findings
    ]
    write_json({"source": {"name": "wflint"}, "diagnostics": diagnostics}, out)


def _diagnostic(finding: Finding, fix: Fix | None, sources: Mapping[str, SourceText]) -> dict[str, object]:
    code = {"value": finding.code, "url": finding.url} if finding.url else {"value": finding.code}
    diagnostic: dict[str, object] = {
        "message": well_formed(named_sentences(finding, fix)),
        "location": {"path": well_formed(finding.span.path), "range": _range(finding.span, sources)},
        "severity": _SEVERITIES[finding.level],
        "code": code,
    }
    suggestion = _suggestion(finding.span.path, fix, sources)
    return {**diagnostic, "suggestions": [suggestion]} if suggestion else diagnostic


def _suggestion(path: str, fix: Fix | None, sources: Mapping[str, SourceText]) -> dict[str, object] | None:
    """Return the fix as the replacement of one stretch, since each suggestion can be taken without the others."""
    edits = shown_edits(fix, sources)
    if not edits or any(edit.span.path != path for edit in edits) or has_notebook(edits, sources):
        return None
    source = sources[path]
    whole = Span(path, edits[0].span.start, max(edit.span.end for edit in edits))
    text = ""
    done = whole.start
    for edit in edits:
        if any(start < edit.span.start and done < end for start, end in source.secrets):
            # The code between two edits would show it.
            return None
        text += source.text[done : edit.span.start] + edit.text
        done = edit.span.end
    return {"range": _range(whole, sources), "text": well_formed(text)}


def _range(span: Span, sources: Mapping[str, SourceText]) -> dict[str, dict[str, int]]:
    """Return a range as the format has it: columns in bytes of UTF-8, the end exclusive."""
    where = file_place(span, sources, utf8_bytes)
    return {
        "start": {"line": where.line, "column": where.column},
        "end": {"line": where.end_line, "column": where.end_column},
    }
