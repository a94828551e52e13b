"""One run of fixes from its plan to the files: what a baseline knows is left out of what remains."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from wflint.checking.baseline import baseline_path, compared, read_baseline
from wflint.files.writing import write_text
from wflint.fixes import FixPolicy, FixResult
from wflint.languages import language_of
from wflint.pipeline.plan import Plan
from wflint.pipeline.run import fix_projects


def fix_plan(plan: Plan, policy: FixPolicy, buffers: Mapping[Path, bytes] | None = None) -> FixResult:
    """Fix what is planned; nothing is written, and what a baseline knows is left out of what remains.

    Args:
        plan: The files and their settings.
        policy: Which fixes are wanted.
        buffers: Contents that stand for those on disk, by absolute path.

    Raises:
        WflintError: The configuration or the baseline make no sense.
    """
    # Before anything is fixed: that may take its time.
    path = baseline_path(plan.whole)
    known = read_baseline(path) if path is not None else ()
    result = fix_projects(plan.projects, policy, buffers=buffers)
    if path is None:
        return result
    report = compared(result.report, known, path, lambda _: False).report
    remaining = tuple(each for each in result.remaining if each.finding in report.findings)
    return replace(result, remaining=remaining, report=report)


def write_result(plan: Plan, result: FixResult) -> None:
    """Put the new texts in the place of the files.

    Raises:
        SourceError: A file cannot be written; those before it are.
    """
    paths = {file.display: file.path for file in plan.files}
    for display, text in result.after.items():
        write_text(paths[display], result.before[display], text, language_of(display).read)
