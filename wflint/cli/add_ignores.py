"""`wflint check --add-ignores`: an ignore comment for every finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.errors import SourceError, UsageError
from wflint.files.adding import Wanted, add_ignores
from wflint.files.ignores import find_ignores, is_reason
from wflint.files.text import SourceText
from wflint.files.writing import write_text
from wflint.languages.python.parse import ParseError, parse

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.findings import Finding
    from wflint.pipeline.plan import Plan

_UNCOMMENTED = frozenset({"syntax-error"})
"""Rules whose findings no comment may silence: nothing else in their file has been checked."""


def check_reason(plan: Plan, reason: str) -> None:
    """See that comments with this reason are good ones.

    Raises:
        UsageError: It is no reason, or there is none and the configuration requires one.
    """
    if reason and not is_reason(reason):
        raise UsageError("--reason: it must be words on one line, without a second comment in it")
    if not reason and any(part.configuration.settings.require_reason for part in plan.projects):
        raise UsageError("--add-ignores: `require-reason` is set, so say why: `--reason TEXT`")


def add_all(report: Report, plan: Plan, reason: str) -> int:
    """Put an ignore comment beside every finding of a report; how many files that changed.

    Raises:
        SourceError: A file cannot be written; those before it have been.
    """
    named = {file.display for file in plan.files}
    by_path: dict[str, list[Finding]] = {}
    for finding in report.findings:
        # Other files with findings, such as `.env`, are no Python.
        is_python = finding.span.path in named or finding.span.path.endswith(".py")
        if is_python and finding.name not in _UNCOMMENTED:
            by_path.setdefault(finding.span.path, []).append(finding)
    return sum(_add(findings, report.sources[path], reason) for path, findings in by_path.items())


def _add(findings: list[Finding], source: SourceText, reason: str) -> bool:
    added = add_ignores(source, _wanted(findings, source), reason)
    if added.text == source.text:
        return False
    if _parses(source) and not _parses(SourceText(source.path, added.text)):
        raise SourceError(source.path, "ignore comments would break it, so it is left alone")
    write_text(Path(source.path), source, added.text)
    return True


def _wanted(findings: list[Finding], source: SourceText) -> Iterator[Wanted]:
    """What to ignore; a comment that lacks nothing but a reason is given one instead."""
    well_formed = {comment.span for comment in find_ignores(source).comments}
    for finding in findings:
        is_reasonless = finding.name == "malformed-ignore" and finding.span in well_formed
        yield Wanted(finding.span.start, "" if is_reasonless else finding.name)


def _parses(source: SourceText) -> bool:
    try:
        parse(source, "", is_package=False)
    except ParseError:
        return False
    return True
