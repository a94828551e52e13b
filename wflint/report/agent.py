"""One short JSON document a line for each finding, with its fix as a unified diff, for coding agents."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal, TextIO, TypedDict

from wflint.files.edits import apply_edits, by_path
from wflint.report.diff import diff_lines
from wflint.report.edits import shown_edits
from wflint.report.json import positions_json
from wflint.report.json_schema import LevelName, PositionJson
from wflint.report.json_text import json_text

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wflint.checking.report import Report
    from wflint.findings import Finding, Fix

FORMAT: Final = "wflint-agent-v1"
SCHEMA_FILE: Final = "wflint-agent-v1.schema.json"


class RangeJson(TypedDict):
    """What a finding underlines; `end` is behind the last character."""

    start: PositionJson
    end: PositionJson


class AgentFindingJson(TypedDict):
    """One mistake, a line of `wflint check --output-format agent`.

    `help` says what to write instead. `diff` is what `wflint fix` would change, ready for `patch -p0` unless it is
    about the cells of a notebook, and `fix_class` what that
    means: `safe`, `drain` where runs in flight have to end before the deploy, `unsafe` where a new run may differ; both are null
    where there is no fix, or where its diff would show a secret.
    """

    code: str
    name: str
    level: LevelName
    path: str
    range: RangeJson
    message: str
    help: str
    handler: str | None
    engine: str | None
    fix_class: Literal["safe", "drain", "unsafe"] | None
    diff: str | None


def render(report: Report, out: TextIO, **_terminal: object) -> None:
    """Write the findings and nothing else, in ASCII; files that could not be read are left to standard error."""
    out.writelines(json_text(finding) + "\n" for finding in agent_findings(report))


def agent_findings(report: Report) -> Iterator[AgentFindingJson]:
    """Yield the findings as the data that the format consists of."""
    report.verify_fixes()
    for finding in report.findings:
        yield _finding(finding, report)


def _finding(finding: Finding, report: Report) -> AgentFindingJson:
    start, end = positions_json(finding.span, report.sources)
    fix = report.verified_fix_of(finding)
    diff = _diff(fix, report) if fix is not None else ""
    return {
        "code": finding.code,
        "name": finding.name,
        "level": finding.level.value,
        "path": finding.span.path,
        "range": {"start": start, "end": end},
        "message": finding.message,
        "help": finding.help,
        "handler": finding.handler,
        "engine": finding.engine,
        "fix_class": fix.fix_class.value if fix is not None and diff else None,
        "diff": diff or None,
    }


def _diff(fix: Fix, report: Report) -> str:
    """Return what a fix changes; empty where that, or a line beside it, would show a secret."""
    lines: list[str] = []
    for path, edits in by_path(shown_edits(fix, report.sources)).items():
        source = report.sources[path]
        lines += diff_lines(source, apply_edits(source.text, edits))
        diff = "".join(lines)
        if any(source.text[start:end] in diff for start, end in source.secrets if start < end):
            return ""
    return "".join(lines)
