"""Projects that are checked in parts, and the same at once."""

from __future__ import annotations

import io
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.parts.store import Store
from wflint.pipeline.check import CheckedPlan, check_all
from wflint.pipeline.in_parts import Means
from wflint.pipeline.plan import Plan, make_finder, make_plan
from wflint.report import render

if TYPE_CHECKING:
    from wflint.checking.report import Report

FORMATS = ("json", "full", "statistics")


def shown(report: Report) -> str:
    """All that a report says, in several formats, with what is beside the findings."""
    texts: list[str] = []
    for name in FORMATS:
        out = io.StringIO()
        render(name, report, out, color=False)
        texts.append(out.getvalue())
    beside = (report.files, report.handlers, report.steps, report.unknown_calls, sorted(report.given))
    hidden = {code: number for code, number in report.below_min_level.items() if number}
    return "\n".join([*texts, repr(beside), repr(hidden), repr(list(map(str, report.problems)))])


@dataclass
class Project:
    """A folder that is checked again and again; the working directory has to be in it."""

    folder: Path
    cache: Path
    settings: dict[str, object] = field(default_factory=dict)
    isolated: bool = False

    def plan(self, *paths: str) -> Plan:
        finder = make_finder(self.folder, (), self.settings, isolated=self.isolated)
        return make_plan(list(map(Path, paths)), finder, force_exclude=False, respect_gitignore=True)

    def at_once(self, *paths: str) -> str:
        return shown(check_all(self.plan(*paths)).report)

    def in_parts(self, *paths: str, jobs: int = 1) -> tuple[str, CheckedPlan]:
        means = Means(Store(self.cache), jobs, verifies=True)
        checked = check_all(self.plan(*paths), means=means)
        return shown(checked.report), checked

    def checked_anew(self, *paths: str) -> int:
        """Check what has changed, hold it to a check of everything, and return how many parts were not remembered."""
        text, checked = self.in_parts(*paths)
        assert text == self.at_once(*paths)
        assert checked.tally is not None
        return checked.tally.checked

    def write(self, **files: str) -> None:
        for name, text in files.items():
            path = self.folder / f"{name.replace('__', '/')}.py"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
