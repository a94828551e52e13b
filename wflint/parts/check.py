"""Check one part: a function of files and options, whatever process or machine it runs in."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from wflint.checking.fixes import NO_FIX
from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.findings import Finding
from wflint.parts.asked import Asked, Disk, asked_in, relative
from wflint.parts.part import Part, PartFinding, PartResult, PartSource, Unreadable
from wflint.workspace.progress import Progress, no_progress
from wflint.workspace.roots import Roots
from wflint.workspace.session import Session
from wflint.workspace.workspace import Workspace


class CheckedPart(NamedTuple):
    """What a check of a part has found, and what it was told by the file system meanwhile."""

    result: PartResult
    asked: Asked


def check_part(
    part: Part,
    options: CheckOptions,
    disk: Disk,
    *,
    verifies: bool,
    workspace: Workspace | None = None,
    progress: Progress = no_progress,
) -> CheckedPart:
    """Check a part.

    Args:
        part: The part.
        options: What to look for.
        disk: What lists folders and keeps the digests of files, once for all parts.
        verifies: Whether fixes are published, so that their results have to hold.
        workspace: What has been read and parsed in this process.
        progress: Hears of a long check's progress.
    """
    roots = Roots(part.candidates, part.users)
    session = Session(
        part.files,
        options.scope,
        workspace=workspace,
        progress=progress,
        roots=roots,
        folders=disk.folders(),
    )
    report = check_session(session, options, is_whole=part.is_whole)
    if verifies:
        report.verify_fixes()
    result = _result(session, report, disk.base, verifies=verifies)
    # Last: fixes ask for more, such as how long lines may be.
    return CheckedPart(result, asked_in(session.folders, session.contents, disk))


def _result(session: Session, report: Report, base: Path, *, verifies: bool) -> PartResult:
    findings = tuple(_with_fix(report, each, verifies=verifies) for each in report.findings)
    reached = {record.path: None for record in session.read}
    code = {record.display: record.path for record in (*session.given.values(), *session.read)}
    sources = tuple(
        PartSource(
            display,
            relative(code.get(display) or base / display, base),
            display in code,
            source.secrets,
        )
        for display, source in report.sources.items()
    )
    return PartResult(
        findings,
        report.suppressed,
        sources,
        report.handlers,
        report.steps,
        report.unknown_calls,
        dict(report.below_min_level),
        tuple(sorted(report.hidden_at)),
        tuple(Unreadable(each.path, each.reason) for each in report.errors),
        report.internal_errors,
        tuple(relative(path, base) for path in reached),
        tuple(sorted(report.engines)),
    )


def _with_fix(report: Report, finding: Finding, *, verifies: bool) -> PartFinding:
    written = report.fixes.outcome(finding)
    published = report.fixes.verified(finding) if verifies else NO_FIX
    return PartFinding(finding, written.fix, written.refusal, published.fix, published.refusal)
