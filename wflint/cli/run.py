"""One check from its plan to the report that is shown: known findings and unchanged lines taken out."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from wflint.checking.baseline import Entry, baseline_path, compared, read_baseline, shown_path
from wflint.checking.run import check
from wflint.files.changes import changes_since
from wflint.pipeline.merge import Part, merged
from wflint.pipeline.plan import options
from wflint.report.summary import count
from wflint.rules import all_rules, find_rule
from wflint.workspace.session import Progress, unheard

if TYPE_CHECKING:
    from wflint.checking.report import Report
    from wflint.files.changes import Changes
    from wflint.pipeline.plan import Plan

_SHOWN_LINES: Final = 5


@dataclass(frozen=True, slots=True)
class Checked:
    """What a check has found.

    Attributes:
        report: What is shown of it.
        baseline: The file with known findings; `None` where there is none.
        stale: What stands in there and is not found any more.
    """

    report: Report
    baseline: Path | None = None
    stale: tuple[Entry, ...] = ()


@dataclass(frozen=True, slots=True)
class Whole:
    """A check before anything is taken out.

    Attributes:
        plan: What was checked.
        report: All that was found.
        rules: The rules that ran everywhere, by name.
    """

    plan: Plan
    report: Report
    rules: frozenset[str]

    def judge(self, folder: Path) -> Callable[[Entry], bool]:
        """What tells which entries of a baseline, if they were not found, are gone for good.

        A file that is checked by itself may hold what only a handler elsewhere brings out, so only folders count.

        Args:
            folder: The folder of the baseline.
        """
        folders = [each for each in self.plan.given if each.is_dir()]
        unreadable = {error.path for error in self.report.problems}
        unreadable |= {each.span.path for each in self.report.findings if each.name == "syntax-error"}

        def is_judged(entry: Entry) -> bool:
            if find_rule(entry.name) is not None:
                if entry.name not in self.rules or self.report.hidden.get(entry.code):
                    return False
            path = Path(os.path.normpath(folder / entry.path))
            return any(map(path.is_relative_to, folders)) and shown_path(path) not in unreadable

        return is_judged


def run(plan: Plan, diff_base: str | None = None, progress: Progress = unheard) -> Checked:
    """Check what is planned.

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
    whole = run_whole(plan, progress)
    report, stale = whole.report, tuple[Entry, ...]()
    if path is not None:
        beside = compared(report, known, path.parent, whole.judge(path.parent))
        report, stale = beside.report, beside.stale
    if changes is not None:
        report = _touched(report, changes)
    return Checked(report, path, stale)


def run_whole(plan: Plan, progress: Progress = unheard) -> Whole:
    """Check what is planned, whatever is known or unchanged."""
    parts = [(part.files, options(part.configuration)) for part in plan.parts]
    report = merged(
        [
            Part(check(files, each, progress=progress), {file.display for file in files})
            for files, each in parts
        ]
    )
    every = (rule.name for rule in all_rules())
    return Whole(
        plan, report, frozenset(name for name in every if all(name in each.rules for _, each in parts))
    )


def _touched(report: Report, changes: Changes) -> Report:
    """The findings on changed lines."""
    kept = tuple(
        each
        for each in report.findings
        if changes.touch(Path(each.span.path), report.sources[each.span.path], each.span.start, each.span.end)
    )
    return replace(report, findings=kept, untouched=len(report.findings) - len(kept))


def stale_text(checked: Checked) -> str:
    """What to say of entries whose findings are gone."""
    stale = checked.stale
    shown = ", ".join(str(entry.line) for entry in stale[:_SHOWN_LINES])
    more = ", ..." if len(stale) > _SHOWN_LINES else ""
    lines = f"line {shown}" if len(stale) == 1 else f"lines {shown}{more}"
    are = "is" if len(stale) == 1 else "are"
    file = shown_path(checked.baseline) if checked.baseline is not None else "the baseline"
    return (
        f"{file}: {count(len(stale), 'known finding')} {are} gone ({lines}); `wflint baseline` takes them out"
    )
