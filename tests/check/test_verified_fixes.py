"""The fixes that programs and editors are offered: each holds by itself, since nobody checks its result."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from pyflakes import checker
from sampling import sampled

from wflint.checking.options import CheckOptions
from wflint.checking.report import Report
from wflint.checking.run import check_session
from wflint.files.discovery import discover
from wflint.files.edits import apply_edits
from wflint.files.text import SourceText
from wflint.languages import SUFFIXES, parses
from wflint.languages.python.verify import PythonVerifier
from wflint.rules import all_rules
from wflint.workspace.session import Session

FIXTURES = Path(__file__).parents[2] / "fixtures"
HEAD = """\
import time

from fastapi import FastAPI
from upstash_workflow import AsyncWorkflowContext
from upstash_workflow.fastapi import Serve
from warehouse import ship

app = FastAPI()
serve = Serve(app)
"""
BODY = """

@serve.post("/orders-{number}")
async def orders_{number}(context: AsyncWorkflowContext[dict]) -> None:
    now = time.time()
    await context.run("ship", lambda: ship(now))
    await context.run(1, ship)
"""
SHARING = """

@serve.post("/report")
async def report(context: AsyncWorkflowContext[dict]) -> None:
    suffix = int(time.time())
    await context.run(f"create-{suffix}", ship)
    await context.run(f"publish-{suffix}", ship)
"""


def report_on(path: Path) -> Report:
    options = CheckOptions(frozenset(rule.name for rule in all_rules()))
    return check_session(Session(discover([path], suffixes=SUFFIXES, cwd=path), options.scope), options)


def complaints(text: str, path: str = "app.py") -> list[str]:
    if not path.endswith(".py"):
        return [] if parses(SourceText(path, text)) else ["it does not parse"]
    found = checker.Checker(ast.parse(text)).messages
    return sorted(message.message % message.message_args for message in found)


def results(report: Report, path: str) -> list[str]:
    """Return what becomes of a file with each of the fixes that may be published."""
    text = report.sources[path].text
    fixes = filter(None, map(report.verified_fix_of, report.findings))
    return [apply_edits(text, [each for each in fix.edits if each.span.path == path]) for fix in fixes]


def test_a_fix_is_offered_with_what_tidies_its_result(tmp_path: Path) -> None:
    (tmp_path / "app.py").write_text(
        HEAD.replace("import time\n", "import random\n")
        + BODY.format(number=1).replace("time.time", "random.random")
    )
    report = report_on(tmp_path)
    (path,) = report.sources
    assert len(results(report, path)) == 2
    assert all(complaints(text) == [] for text in results(report, path))


@pytest.mark.parametrize("together", [False, True])
def test_fixes_of_names_that_share_a_variable_hold_alone(tmp_path: Path, *, together: bool) -> None:
    (tmp_path / "app.py").write_text(HEAD + SHARING)
    report = report_on(tmp_path)
    names = [each for each in report.findings if each.code == "WF403"]
    assert len(names) == 2
    if together:
        report.verify_fixes()
    fixed = results(report, "app.py")
    assert len(fixed) == 2
    for text in fixed:
        assert complaints(text) == []
        assert "suffix" not in text


def test_a_fix_that_loses_a_comment_is_not_offered() -> None:
    report = report_on(FIXTURES / "parallel-steps" / "inngest_gather.py")
    first = report.findings[0]
    assert report.fix_of(first) is not None
    assert report.verified_fix_of(first) is None
    assert report.fixes.verified(first).refusal == "the comment `# expect: WF303 error` would be lost"


def test_many_fixes_are_verified_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []
    verify = PythonVerifier.verify

    def counted(*given: object) -> object:
        tried.append(str(given[2]))
        return verify(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(PythonVerifier, "verify", counted)
    (tmp_path / "app.py").write_text(HEAD + "".join(BODY.format(number=number) for number in range(16)))
    report = report_on(tmp_path)
    report.verify_fixes()
    assert sum(report.verified_fix_of(each) is not None for each in report.findings) == 32
    assert len(tried) < 8


@pytest.mark.parametrize(
    "rule", sampled(["unstable-step-name", "handler-kind-mismatch", "clock-outside-step"], 3)
)
def test_each_offered_fix_holds_alone(rule: str) -> None:
    report = report_on(FIXTURES / rule)
    report.verify_fixes()
    for finding in report.findings:
        fix = report.verified_fix_of(finding)
        for path in {edit.span.path for edit in fix.edits} if fix is not None else ():
            before = report.sources[path].text
            assert fix is not None
            after = apply_edits(before, [each for each in fix.edits if each.span.path == path])
            assert set(complaints(after, path)) <= set(complaints(before, path)), finding
