"""The result of a run of fixes for programs, in the shape that the types here say."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final, Literal, TextIO, TypedDict

from wflint._version import __version__
from wflint.checking.fingerprint import fingerprints
from wflint.files.moved import moved
from wflint.findings import Span
from wflint.report.diff import diff_lines
from wflint.report.json import error_json, finding_json, internal_error_json
from wflint.report.json_schema import ErrorJson, FindingJson, FixClassJson, InternalErrorsJson, LevelName
from wflint.report.json_text import write_json

if TYPE_CHECKING:
    from wflint.findings import Finding, Label
    from wflint.fixes import Applied, FixResult

FORMAT: Final = "wflint-fix-v1"
SCHEMA_FILE: Final = "wflint-fix-v1.schema.json"


class AppliedFixJson(FixClassJson):
    """The fix that mended a finding; see `Fix` in the schema of `wflint check`."""

    message: str
    applicability: Literal["safe", "unsafe"]
    in_flight: Literal["keeps", "breaks"]


class FixedJson(TypedDict):
    """A finding that is fixed, and how; it has no line, since later fixes have moved it."""

    code: str
    name: str
    level: LevelName
    message: str
    engine: str | None
    handler: str | None
    path: str
    fix: AppliedFixJson


class RemainingJson(TypedDict):
    """A finding that remains, at its place in the file as it is on disk, and why it was not fixed; null where it has no fix.

    With `--diff` its own fix is null where its file would change: it is one for the text after that change.
    """

    finding: FindingJson
    reason: str | None


class ChangedFileJson(TypedDict):
    """A file that changes, as a unified diff."""

    path: str
    diff: str


class FixResultJson(InternalErrorsJson):
    """What `wflint fix --output-format json` prints; with `--diff`, `written` is false and no file has changed."""

    format: Literal["wflint-fix-v1"]
    version: str
    written: bool
    fixed: list[FixedJson]
    remaining: list[RemainingJson]
    files: list[ChangedFileJson]
    errors: list[ErrorJson]


def render(fixed: FixResult, out: TextIO, *, is_written: bool) -> None:
    """Write the result as one JSON document, in ASCII whatever the output's encoding."""
    write_json(result_json(fixed, is_written=is_written), out)


def result_json(fixed: FixResult, *, is_written: bool) -> FixResultJson:
    """Return the result as the data that the format consists of."""
    document: FixResultJson = {
        "format": FORMAT,
        "version": __version__,
        "written": is_written,
        "fixed": [_fixed(each) for each in fixed.applied],
        "remaining": _remaining(fixed, is_written=is_written),
        "files": [
            {"path": path, "diff": "".join(diff_lines(fixed.before[path], text))}
            for path, text in sorted(fixed.after.items())
        ],
        "errors": [error_json(each) for each in fixed.report.errors],
    }
    if fixed.internal_errors:
        document["internal_errors"] = [internal_error_json(each) for each in fixed.internal_errors]
    return document


def _fixed(applied: Applied) -> FixedJson:
    finding, fix = applied.finding, applied.fix
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level.value,
        "message": finding.message,
        "engine": finding.engine,
        "handler": finding.handler,
        "path": finding.span.path,
        "fix": {
            "message": fix.message,
            "class": fix.fix_class.value,
            "applicability": fix.applicability.value,
            "in_flight": fix.in_flight.value,
        },
    }


def _remaining(fixed: FixResult, *, is_written: bool) -> list[RemainingJson]:
    reasons = {each.finding: each.reason for each in fixed.remaining}
    report = fixed.report
    report.verify_fixes()
    prints = fingerprints(report.findings, report.sources)
    sources = report.sources if is_written else {**report.sources, **fixed.before}
    found: list[RemainingJson] = []
    for finding, fingerprint in zip(report.findings, prints, strict=True):
        if finding not in reasons:
            continue
        shown, fix = finding, report.verified_fix_of(finding)
        if not is_written:
            shown = _before(finding, fixed)
            fix = (
                None if fix is not None and any(each.span.path in fixed.after for each in fix.edits) else fix
            )
        found.append(
            {"finding": finding_json(shown, fix, sources, fingerprint), "reason": reasons[finding] or None}
        )
    return found


def _before(finding: Finding, fixed: FixResult) -> Finding:
    """Return a finding with its places in the texts before the fixes."""

    def at(label: Label) -> Label:
        path, start, end = label.span.path, label.span.start, label.span.end
        if path not in fixed.after:
            return label
        start, end = (moved(each, fixed.after[path], fixed.before[path].text) for each in (start, end))
        return replace(label, span=Span(path, start, max(start, end)))

    return replace(finding, primary=at(finding.primary), related=tuple(map(at, finding.related)))
