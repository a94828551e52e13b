"""One check from its plan to the report that is shown: known findings and unchanged lines taken out."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.checking.report import NOTHING, Report
from wflint.files.display import display_path
from wflint.record import record
from wflint.workspace.progress import Progress, no_progress

if TYPE_CHECKING:
    from wflint.checking.baseline import Entry
    from wflint.files.changes import Changes
    from wflint.findings import Finding
    from wflint.pipeline.in_parts import Means, Tally
    from wflint.pipeline.plan import Plan


@record
class CheckedPlan:
    """What a check of everything that was planned has found.

    Attributes:
        plan: What was checked.
        report: What was found.
        baseline: The file with known findings that was compared; `None` where there is none.
        stale: What stands in there and is not found any more.
        tally: How much of it was remembered, where it was done in parts.
        is_share: Whether other runs check the rest of what was planned.
    """

    plan: Plan
    report: Report
    baseline: Path | None = None
    stale: tuple[Entry, ...] = ()
    tally: Tally | None = None
    is_share: bool = False

    def judge(self, folder: Path) -> Callable[[Entry], bool]:
        """Return what tells which entries of a baseline, if they were not found, are gone for good.

        A file that is checked by itself may hold what only a handler elsewhere brings out, so only folders count; what
        one share of the work does not find, another one may.

        Args:
            folder: The folder of the baseline.
        """
        if self.is_share:
            return lambda _entry: False
        from wflint.rules import find_rule

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


def check_all(
    plan: Plan,
    progress: Progress = no_progress,
    buffers: Mapping[Path, bytes] | None = None,
    means: Means | None = None,
) -> CheckedPlan:
    """Check what is planned, whatever is known or unchanged.

    Args:
        plan: The files and their settings.
        progress: Hears of a long check's progress.
        buffers: Contents that stand for those on disk, by absolute path.
        means: How to do it in parts; by default all is checked at once.

    Raises:
        WflintError: The configuration makes no sense.
    """
    if not plan.has_files and not plan.names_anything:
        return CheckedPlan(plan, NOTHING)
    from wflint.pipeline.merge import merged

    # What stands for files on disk is not there for others to read.
    if means is None or buffers is not None:
        from wflint.pipeline.run import check_projects

        checked = check_projects(plan.projects, buffers=buffers, progress=progress)
        return CheckedPlan(plan, merged([each.report for each in checked]))
    from wflint.pipeline.in_parts import Tally, check_in_parts

    tally = Tally(store=means.store)
    reports = [check_in_parts(plan, each, means, tally, progress) for each in plan.projects]
    return CheckedPlan(plan, merged(reports), tally=tally, is_share=means.shard.total > 1)


def check_plan(
    plan: Plan,
    diff_base: str | None = None,
    progress: Progress = no_progress,
    buffers: Mapping[Path, bytes] | None = None,
    means: Means | None = None,
) -> CheckedPlan:
    """Check what is planned, and leave out what is known or stands on unchanged lines.

    Args:
        plan: The files and their settings.
        diff_base: The revision since which a finding's line must have changed.
        progress: Hears of a long check's progress.
        buffers: Contents that stand for those on disk, by absolute path.
        means: How to do it in parts; by default all is checked at once.

    Raises:
        WflintError: The configuration, the baseline or the revision make no sense.
    """
    # Before anything is checked: that may take its time.
    limits = [*_changed_since(diff_base, plan), *_beside_baseline(plan)]
    checked = check_all(plan, progress, buffers, means)
    for limited in reversed(limits):
        checked = limited(checked)
    return checked


_Limit = Callable[[CheckedPlan], CheckedPlan]
"""Takes findings out of a report."""


def _beside_baseline(plan: Plan) -> Iterator[_Limit]:
    """Yield what takes out the known findings, where there is a file of them."""
    if not plan.whole.settings.baseline:
        return
    from wflint.checking.baseline import baseline_path, compared, read_baseline

    path = baseline_path(plan.whole)
    if path is None:
        return
    known = read_baseline(path)

    def limited(checked: CheckedPlan) -> CheckedPlan:
        beside = compared(checked.report, known, path, checked.judge(path.parent))
        return replace(checked, report=beside.report, baseline=path, stale=beside.stale)

    yield limited


def _changed_since(revision: str | None, plan: Plan) -> Iterator[_Limit]:
    """Yield what takes out the findings on lines that have not changed since a revision, where one is given."""
    if revision is None:
        return
    from wflint.files.changes import changes_since

    changes = changes_since(revision, plan.folder)
    yield lambda checked: replace(checked, report=_on_changed_lines(checked.report, changes))


def _on_changed_lines(report: Report, changes: Changes) -> Report:
    def touched(findings: Iterable[Finding]) -> tuple[Finding, ...]:
        return tuple(
            each
            for each in findings
            if changes.touch(
                Path(each.span.path), report.sources[each.span.path], each.span.start, each.span.end
            )
        )

    kept = touched(report.findings)
    unchanged = len(report.findings) - len(kept)
    return replace(report, findings=kept, suppressed=touched(report.suppressed), on_unchanged_lines=unchanged)
