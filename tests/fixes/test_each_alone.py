"""Each fix holds by itself, as an editor or a coding agent applies it, whatever becomes of the others."""

from __future__ import annotations

from pathlib import Path

import pytest
from sampling import sampled

from wflint.languages import SUFFIXES
from wflint.pipeline.plan import make_finder, make_plan
from wflint.pipeline.run import check_projects

FIXTURES = Path(__file__).parents[2] / "fixtures"
SHARES = 8
_CASES = [
    path
    for folder in sorted(FIXTURES.iterdir())
    for path in sorted(folder.iterdir())
    if path.suffix in SUFFIXES
]
_REFUSED = {
    "duplicate-step-name/name_in_constant.py": "pyflakes would say: f-string is missing placeholders",
    "nested-step/inngest_tools_in_step.ts": "the comment `// expect: WF301 error` would be lost",
    "parallel-steps/inngest_gather.py": "the comment `# expect: WF303 error` would be lost",
}
"""What cannot be fixed, and why."""


@pytest.mark.no_cover  # other tests run the same lines
@pytest.mark.parametrize("share", sampled(range(SHARES), SHARES))
def test_each_fix_holds_alone(share: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(FIXTURES)
    refused: dict[str, str] = {}
    verified = 0
    for path in _CASES[share::SHARES]:
        plan = make_plan(
            [path], make_finder(FIXTURES, (), {}, isolated=False), force_exclude=False, respect_gitignore=True
        )
        for checked in check_projects(plan.projects):
            report = checked.report
            for finding in report.findings:
                if report.fixes.outcome(finding).fix is not None:
                    published = report.fixes.verified(finding)
                    verified += published.fix is not None
                    if published.fix is None:
                        refused[path.relative_to(FIXTURES).as_posix()] = published.refusal
    assert verified > 50
    assert refused == {path: why for path, why in _REFUSED.items() if path in refused}
