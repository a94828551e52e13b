"""What the tools do: check, explain and fix in one folder, and never outside of it."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from wflint.config.load import Finder
from wflint.errors import UsageError
from wflint.fixes import FixPolicy
from wflint.pipeline.check import check_plan
from wflint.pipeline.fix import fix_plan, write_result
from wflint.pipeline.limits import on_deep_stack
from wflint.pipeline.plan import make_plan
from wflint.pipeline.run import explain_projects
from wflint.record import record
from wflint.report.agent import agent_findings
from wflint.report.explain_text import render as render_explanation
from wflint.report.fixed_json import result_json
from wflint.report.json import error_json, internal_error_json, summary_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wflint.pipeline.plan import Plan

_WIDTH = 120


@record
class Tools:
    """The tools in a folder.

    Attributes:
        folder: The folder, absolute and without symbolic links.
    """

    folder: Path

    def check(self, paths: Sequence[str]) -> dict[str, object]:
        """Return the findings in files and folders.

        Raises:
            WflintError: A path does not exist or lies outside, or the configuration makes no sense.
        """
        plan = self._planned(paths)
        report = on_deep_stack(lambda: check_plan(plan).report)
        return {
            "findings": list(agent_findings(report)),
            "errors": [error_json(each) for each in report.errors],
            "internal_errors": [internal_error_json(each) for each in report.internal_errors],
            "summary": summary_json(report),
        }

    def explain(self, path: str) -> str:
        """Return the workflows in a file or folder, as text.

        Raises:
            WflintError: The path does not exist or lies outside, or the configuration makes no sense.
        """
        plan = self._planned([path])
        explanation = on_deep_stack(lambda: explain_projects(plan.projects))
        out = io.StringIO()
        if explanation.workflows:
            render_explanation(explanation, out, color=False, width=_WIDTH)
        else:
            out.write(f"There are no handlers in `{path}`.\n")
        out.writelines(f"{each}\n" for each in (*explanation.errors, *explanation.internal_errors))
        return out.getvalue()

    def fix(self, paths: Sequence[str], policy: FixPolicy, *, write: bool) -> dict[str, object]:
        """Return what fixes would change in files and folders, or change it.

        Raises:
            WflintError: A path does not exist or lies outside, the configuration makes no sense, or a file cannot be written.
        """
        plan = self._planned(paths)
        fixed = on_deep_stack(lambda: fix_plan(plan, policy))
        if write:
            write_result(plan, fixed)
        return dict(result_json(fixed, is_written=write))

    def _planned(self, paths: Sequence[str]) -> Plan:
        for path in paths:
            self._refuse_outside(self.folder / path, path)
        given = [Path(path) for path in paths]
        plan = make_plan(given, Finder(self.folder), force_exclude=False, respect_gitignore=True)
        for file in plan.files:
            self._refuse_outside(file.path, file.display)
        return plan

    def _refuse_outside(self, path: Path, shown: str) -> None:
        """Refuse a path that lies outside, or is a link that leads there."""
        if not path.resolve().is_relative_to(self.folder):
            raise UsageError(f"{shown}: lies outside of {self.folder}, where this server works")
