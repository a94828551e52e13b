"""The report in SARIF 2.1.0, as code scanning services and editors take it."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, TextIO
from urllib.parse import quote

from wflint._version import __version__
from wflint.checking.fingerprint import fingerprints
from wflint.findings import Level, Role
from wflint.public_home import DOCUMENTATION
from wflint.report.edits import shown_edits
from wflint.report.json_text import write_json
from wflint.report.place import file_place, has_notebook, utf16_units
from wflint.report.sentences import sentences
from wflint.report.visible import well_formed
from wflint.rules import all_rules

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wflint.checking.report import Report
    from wflint.errors import InternalError, SourceError
    from wflint.files.text import SourceText
    from wflint.findings import Edit, Finding, Fix, Label, Span, Suppression
    from wflint.rules import RegisteredRule

Json = dict[str, object]

_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"
_ROOT: Final = "%SRCROOT%"
_LEVELS: Final = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "note"}
_EMBEDDED_LINK: Final = re.compile(r"\[(?=[^\[\]]*\]\()")


def render(report: Report, out: TextIO, *, shows_suppressed: bool = False, **_terminal: object) -> None:
    """Write one log with one run, in ASCII."""
    run = _run(report, report.suppressed if shows_suppressed else ())
    write_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}, out)


def _run(report: Report, suppressed: Sequence[Finding]) -> Json:
    """Return the run, with the tool, its rules, the results and files that could not be read."""
    report.verify_fixes()
    # What is hidden comes last, so that it changes nothing of the fingerprints of the others.
    findings = (*report.findings, *suppressed)
    found = {finding.code for finding in findings}
    rules = [rule for rule in all_rules() if rule.code in found]
    indexes = {rule.code: index for index, rule in enumerate(rules)}
    prints = fingerprints(findings, report.sources)
    return {
        "tool": {
            "driver": {
                "name": "wflint",
                "semanticVersion": __version__,
                "informationUri": DOCUMENTATION,
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "invocations": [
            {
                "executionSuccessful": not report.problems,
                "toolExecutionNotifications": [_notification(error) for error in report.problems],
            }
        ],
        "originalUriBaseIds": {_ROOT: {"description": {"text": "The folder that wflint ran in"}}},
        # Many viewers are written in JavaScript and never look here, so it is what they count in.
        "columnKind": "utf16CodeUnits",
        "newlineSequences": ["\r\n", "\n", "\r"],
        "results": [
            _result(finding, report, fingerprint, indexes[finding.code])
            for finding, fingerprint in zip(findings, prints, strict=True)
        ],
    }


def _rule(rule: RegisteredRule) -> Json:
    _, _, finds = rule.documentation.partition("## What it does\n\n")
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": rule.rule.summary},
        "fullDescription": {"text": finds.partition("\n\n##")[0]},
        "help": {"text": rule.documentation, "markdown": rule.documentation},
        "helpUri": rule.url,
        "defaultConfiguration": {"level": _LEVELS[rule.rule.level]},
    }


def _notification(error: SourceError | InternalError) -> Json:
    notification: Json = {"level": "error", "message": _message(error.reason)}
    if error.path:
        notification["locations"] = [{"physicalLocation": {"artifactLocation": _artifact(error.path)}}]
    return notification


def _result(finding: Finding, report: Report, fingerprint: str, index: int) -> Json:
    sources, fix = report.sources, report.verified_fix_of(finding)
    location = _location(finding.span, sources)
    if finding.handler is not None:
        location["logicalLocations"] = [{"name": well_formed(finding.handler), "kind": "function"}]
    result: Json = {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.level],
        "message": _message(sentences(finding, fix)),
        "locations": [location],
        "partialFingerprints": {"wflint/v1": fingerprint},
    }
    if finding.engine is not None:
        result["properties"] = {"engine": finding.engine}
    if finding.related:
        result["relatedLocations"] = [
            {"id": number, **_labelled(label, sources)} for number, label in enumerate(finding.related, 1)
        ]
    if any(label.role is Role.CAUSE for label in finding.related):
        result["codeFlows"] = [_code_flow(finding, sources)]
    if finding.suppression is not None:
        result["suppressions"] = [_suppression(finding.suppression, sources)]
    edits = shown_edits(fix, sources)
    if fix is not None and edits and not has_notebook(edits, sources):
        result["fixes"] = [_fix(fix, edits, sources)]
    return result


def _suppression(suppression: Suppression, sources: Mapping[str, SourceText]) -> Json:
    """Return what hides a result; the reason of a comment is its justification, of all else what names the finding."""
    comment, reason = suppression.span, suppression.reason
    shown: Json = {"kind": "external" if comment is None else "inSource", "status": "accepted"}
    if comment is not None:
        shown["location"] = _location(comment, sources)
    elif reason:
        reason = f"{suppression.by.value}: {reason}"
    if reason:
        shown["justification"] = well_formed(reason)
    return shown


def _code_flow(finding: Finding, sources: Mapping[str, SourceText]) -> Json:
    """Return the path from the handler through the finding's own place along the cause chain."""
    handlers = [label for label in finding.related if label.role is Role.HANDLER]
    causes = [label for label in finding.related if label.role is Role.CAUSE]
    steps = [{"location": _labelled(label, sources)} for label in (*handlers, finding.primary, *causes)]
    return {"threadFlows": [{"locations": steps}]}


def _fix(fix: Fix, edits: Sequence[Edit], sources: Mapping[str, SourceText]) -> Json:
    changes = [
        {
            "artifactLocation": _artifact(path),
            "replacements": [_replacement(edit, sources) for edit in edits if edit.span.path == path],
        }
        for path in dict.fromkeys(edit.span.path for edit in edits)
    ]
    return {
        "description": _message(fix.message),
        "artifactChanges": changes,
        "properties": {
            "class": fix.fix_class.value,
            "applicability": fix.applicability.value,
            "inFlight": fix.in_flight.value,
        },
    }


def _replacement(edit: Edit, sources: Mapping[str, SourceText]) -> Json:
    deleted: Json = {"deletedRegion": _region(edit.span, sources)}
    return {**deleted, "insertedContent": {"text": well_formed(edit.text)}} if edit.text else deleted


def _labelled(label: Label, sources: Mapping[str, SourceText]) -> Json:
    location = _location(label.span, sources)
    return {**location, "message": _message(label.message)} if label.message else location


def _location(span: Span, sources: Mapping[str, SourceText]) -> Json:
    return {
        "physicalLocation": {
            "artifactLocation": _artifact(span.path),
            "region": _region(span, sources),
        }
    }


def _region(span: Span, sources: Mapping[str, SourceText]) -> Json:
    where = file_place(span, sources, utf16_units)
    return {
        "startLine": where.line,
        "startColumn": where.column,
        "endLine": where.end_line,
        "endColumn": where.end_column,
    }


def _artifact(path: str) -> Json:
    if Path(path).is_absolute():
        return {"uri": Path(path).as_uri()}
    return {"uri": quote(os.fsencode(path)), "uriBaseId": _ROOT}


def _message(text: str) -> Json:
    """Return a message in plain text, in which nothing is a link.

    Braces are left alone, though the standard wants them doubled where it allows for placeholders: code hosts show a
    message without arguments as it is, and code in it would be shown wrong.
    """
    return {"text": _EMBEDDED_LINK.sub(r"\\[", well_formed(text))}
