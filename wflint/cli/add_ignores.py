"""`wflint check --add-ignores`: an ignore comment for every finding."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.errors import SourceError, UsageError
from wflint.files.adding import IgnoreRequest, add_ignores
from wflint.files.ignores import find_ignores, is_reason
from wflint.files.text import SourceText
from wflint.files.writing import write_text
from wflint.languages import MARKERS, SUFFIXES, language_of, parses

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
    if reason and not is_reason(reason, MARKERS):
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
        # Other files may have findings, such as `.env`.
        is_code = finding.span.path in named or finding.span.path.endswith(SUFFIXES)
        if is_code and finding.name not in _UNCOMMENTED:
            by_path.setdefault(finding.span.path, []).append(finding)
    return sum(_add(findings, report.sources[path], reason) for path, findings in by_path.items())


def _add(findings: list[Finding], source: SourceText, reason: str) -> bool:
    language = language_of(source.path)
    added = add_ignores(source, _requests(findings, source), language.comments, reason)
    if added.text == source.text:
        return False
    if parses(source) and not parses(SourceText(source.path, added.text)):
        raise SourceError(source.path, "ignore comments would break it, so it is left alone")
    write_text(Path(source.path), source, added.text, language.read)
    return True


def _requests(findings: list[Finding], source: SourceText) -> Iterator[IgnoreRequest]:
    """Yield what to ignore; a comment that lacks nothing but a reason is given one instead."""
    well_formed = {
        comment.span for comment in find_ignores(source, language_of(source.path).comments).comments
    }
    for finding in findings:
        is_reasonless = finding.name == "malformed-ignore" and finding.span in well_formed
        yield IgnoreRequest(finding.span.start, "" if is_reasonless else finding.name)
