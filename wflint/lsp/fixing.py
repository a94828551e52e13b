"""Fixes, by the same run as `wflint fix`: verified, and without imports that they leave unused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from wflint.fixes import EVERYTHING, Answer
from wflint.pipeline.run import fix_projects

if TYPE_CHECKING:
    from wflint.findings import Finding, Fix
    from wflint.fixes import FixPolicy, FixResult, Question
    from wflint.lsp.checker import Checked
    from wflint.pipeline.run import CheckedProject

Choice = Callable[["Finding", "Fix"], bool]


def fix_one(checked: Checked, finding: Finding) -> FixResult:
    """Fix one finding; nothing is changed where its fix does not hold."""
    open_: list[Finding] = [finding]

    def is_meant(other: Finding, _fix: Fix) -> bool:
        # Spans move once it is fixed, so it is looked for until then only.
        if open_ and other.code == finding.code and other.span == finding.span:
            return bool(open_.pop())
        return False

    return _fixed(checked, finding, EVERYTHING, is_meant)


def fix_all(checked: Checked, display: str, rule: str | None, policy: FixPolicy) -> FixResult | None:
    """Fix what can be fixed in a file, of one rule or of all; `None` where there is nothing.

    Args:
        checked: What was found.
        display: The file as the check shows it.
        rule: The rule's name.
        policy: Which fixes are wanted.
    """

    def is_meant(finding: Finding, fix_: Fix) -> bool:
        named = rule is None or finding.name == rule
        return (
            named and finding.span.path == display and all(each.span.path == display for each in fix_.edits)
        )

    report = checked.report
    found = ((each, report.fix_of(each)) for each in report.findings)
    first = next((each for each, fix_ in found if fix_ is not None and is_meant(each, fix_)), None)
    return _fixed(checked, first, policy, is_meant) if first is not None else None


def _fixed(checked: Checked, finding: Finding, policy: FixPolicy, is_meant: Choice) -> FixResult:
    checked_project = _project_of(checked, finding)

    def ask(question: Question) -> Answer:
        return Answer.YES if is_meant(question.finding, question.fix) else Answer.NO

    buffers = {path: document.data for path, document in checked.analyzed.items()}
    asking = replace(policy, ask=ask)
    return fix_projects([checked_project.project], asking, workspace=checked.workspace, buffers=buffers)


def _project_of(checked: Checked, finding: Finding) -> CheckedProject:
    """Return the sub-project that a finding comes from."""
    return next(each for each in checked.projects if finding in each.report.findings)
