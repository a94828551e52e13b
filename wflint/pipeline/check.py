"""One check from its plan to the report that is shown: known findings and unchanged lines taken out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from wflint.checking.baseline import Entry, baseline_path, compared, read_baseline
from wflint.checking.report import Report
from wflint.files.changes import Changes, changes_since
from wflint.pipeline.merge import merged
from wflint.pipeline.plan import Plan
from wflint.pipeline.run import check_projects
from wflint.rules import find_rule
from wflint.workspace.loading import display_path
from wflint.workspace.session import Progress, no_progress


@dataclass(frozen=True, slots=True)
class CheckedPlan:
    """What a check of everything that was planned has found.

    Attributes:
        plan: What was checked.
        report: What was found.
        baseline: The file with known findings that was compared; `None` where there is none.
        stale: What stands in there and is not found any more.
    """

    plan: Plan
    report: Report
    baseline: Path | None = None
    stale: tuple[Entry, ...] = ()

    def judge(self, folder: Path) -> Callable[[Entry], bool]:
        """Return what tells which entries of a baseline, if they were not found, are gone for good.

        A file that is checked by itself may hold what only a handler elsewhere brings out, so only folders count.

        Args:
            folder: The folder of the baseline.
        """
        asked = [each.options.rules for each in self.plan.projects]
        rules = asked[0].intersection(*asked[1:])
        folders = [each for each in self.plan.given if each.is_dir()]
        unchecked = {each.path for each in self.report.problems}
        unchecked |= {each.span.path for each in self.report.findings if each.name == "syntax-error"}

        def is_judged(entry: Entry) -> bool:
            if find_rule(entry.name) is not None:
                if entry.name not in rules or self.report.below_min_level.get(entry.code):
                    return False
            path = Path(os.path.normpath(folder / entry.path))
            return any(map(path.is_relative_to, folders)) and display_path(path) not in unchecked

        # An error that concerns no single file may have hidden anything.
        return is_judged if "" not in unchecked else lambda _entry: False


def check_all(plan: Plan, progress: Progress = no_progress) -> CheckedPlan:
    """Check what is planned, whatever is known or unchanged.

    Raises:
        WflintError: The configuration makes no sense.
    """
    checked = check_projects(plan.projects, progress=progress)
    return CheckedPlan(plan, merged([each.report for each in checked]))


def check_plan(plan: Plan, diff_base: str | None = None, progress: Progress = no_progress) -> CheckedPlan:
    """Check what is planned, and leave out what is known or stands on unchanged lines.

    Args:
        plan: The files and their settings.
        diff_base: The revision since which a finding's line must have changed.
        progress: Hears of a long check's progress.

    Raises:
        WflintError: The configuration, the baseline or the revision make no sense.
    """
    # Before anything is checked: that may take its time.
    changes = changes_since(diff_base, plan.folder) if diff_base is not None else None
    path = baseline_path(plan.whole)
    known = read_baseline(path) if path is not None else ()
    checked = check_all(plan, progress)
    if path is not None:
        beside = compared(checked.report, known, path.parent, checked.judge(path.parent))
        checked = CheckedPlan(plan, beside.report, path, beside.stale)
    if changes is not None:
        checked = replace(checked, report=_on_changed_lines(checked.report, changes))
    return checked


def _on_changed_lines(report: Report, changes: Changes) -> Report:
    kept = tuple(
        each
        for each in report.findings
        if changes.touch(Path(each.span.path), report.sources[each.span.path], each.span.start, each.span.end)
    )
    return replace(report, findings=kept, on_unchanged_lines=len(report.findings) - len(kept))
