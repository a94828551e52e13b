"""What `python -m tools.ecosystem` says of repositories, and of two runs."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tools.ecosystem import measure
from tools.ecosystem.__main__ import main
from tools.ecosystem.compare import differences
from tools.ecosystem.hunks import hunks
from tools.ecosystem.measure import Finding, Hunk, Result, from_json, measured, to_json

HANDLER = """\
import random

from dbos import DBOS


@DBOS.workflow()
def charge(order: str) -> None:
    lucky = random.random() < 0.1
    if not lucky:
        DBOS.run_step({"name": "charge"}, print, order)
"""
FINDING = Finding(
    "app.py", 8, "WF101", "error", "charge", "another time", "now = time()", ("a", "now = time()", "b")
)
RESULT = Result("shop", 1, ("app.py::charge",), (FINDING,), (), {"check": 0.5}, 0.1, 1, ())


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with a mistake, and with a module that must not be taken for one of the standard library."""
    folder = tmp_path / "shop"
    folder.mkdir()
    (folder / "app.py").write_text(HANDLER)
    (folder / "types.py").write_text("raise RuntimeError('imported')\n")
    return folder


def test_a_repository_is_checked_explained_fixed_and_timed(repository: Path) -> None:
    result = measured(repository)
    (finding,) = result.findings
    (hunk,) = result.hunks
    assert result.failures == ()
    assert result.workflows == ("app.py::charge",)
    assert (finding.path, finding.line, finding.code, finding.handler) == ("app.py", 8, "WF102", "charge")
    assert finding.text == "lucky = random.random() < 0.1"
    assert finding.around[2] == "    lucky = random.random() < 0.1"
    assert any(line.startswith("+") and "run_step" in line for line in hunk.lines)
    assert set(result.seconds) == {"check", "explain", "fix"}
    assert 0 < result.parse_seconds < result.seconds["check"]
    assert result.parsed_files == 1
    assert (repository / "app.py").read_text() == HANDLER


def test_a_command_that_breaks_is_told_and_the_others_go_on(repository: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken" / "wflint" / "cli"
    broken.mkdir(parents=True)
    (broken / "__init__.py").touch()
    (broken.parent / "__init__.py").touch()
    (broken / "main.py").write_text(
        "import click, sys\n\n\n@click.group()\ndef cli(): ...\n\n\n"
        "@cli.command(context_settings={'ignore_unknown_options': True})\n@click.argument('rest', nargs=-1)\n"
        "def check(rest): raise ZeroDivisionError('in a rule')\n"
    )
    result = measured(repository, tmp_path / "broken")
    assert [each.partition(":")[0] for each in result.failures] == ["check", "explain", "fix"]
    assert "ZeroDivisionError: in a rule" in result.failures[0]
    assert result.findings == ()


def test_a_command_that_takes_too_long_is_stopped(repository: Path) -> None:
    result = measured(repository, limit=0.01)
    assert result.failures[0] == "check: not done after 0.01 s"
    assert len(result.failures) == 3


def test_results_survive_being_written_down() -> None:
    result = replace(RESULT, hunks=(Hunk("app.py", 3, ("-a", "+b")),), failures=("fix: broke",))
    assert from_json(to_json([result])) == [result]


def test_moved_code_is_no_change() -> None:
    moved = replace(FINDING, line=80, around=("other", "now = time()"))
    assert list(differences([RESULT], [replace(RESULT, findings=(moved,))])) == []


def test_what_comes_and_goes_is_told_with_its_code() -> None:
    other = replace(FINDING, code="WF102", message="another number", text="uuid4()", around=("uuid4()",))
    told = list(differences([RESULT], [replace(RESULT, findings=(other,))]))
    assert told == [
        "shop",
        "  - WF101 error app.py:8 in charge: another time",
        "      a",
        "      now = time()",
        "      b",
        "  + WF102 error app.py:8 in charge: another number",
        "      uuid4()",
    ]


def test_another_level_is_a_change_of_the_same_finding() -> None:
    info = replace(RESULT, findings=(replace(FINDING, level="info"),))
    assert list(differences([RESULT], [info])) == [
        "shop",
        "  ~ WF101 info app.py:8 in charge: another time",
        "      was error: another time",
    ]


def test_equal_findings_are_counted() -> None:
    twice = replace(RESULT, findings=(FINDING, FINDING))
    assert sum("+ WF101" in line for line in differences([RESULT], [twice])) == 1


def test_handlers_fixes_and_failures_are_compared() -> None:
    new = replace(
        RESULT, workflows=(), hunks=(Hunk("app.py", 3, (" x", "-a", "+b")),), failures=("fix: broke",)
    )
    assert list(differences([RESULT], [new])) == [
        "shop",
        "  - handler app.py::charge",
        "  + failure fix: broke",
        "  + fix in app.py:3",
        "       x",
        "      -a",
        "      +b",
    ]


def test_a_repository_of_one_run_alone_is_left_out() -> None:
    assert list(differences([], [RESULT])) == []


def test_a_diff_is_taken_apart() -> None:
    diff = "--- a.py\n+++ a.py\n@@ -3,2 +3,2 @@\n--- x\n+y\n z\n@@ -9 +9 @@\n-p\n+q\n--- b.py\n+++ b.py\n@@ -1 +1 @@\n-r\n+s\n"
    assert list(hunks(diff)) == [
        ("a.py", 3, ("--- x", "+y", " z")),
        ("a.py", 9, ("-p", "+q")),
        ("b.py", 1, ("-r", "+s")),
    ]


def test_the_command_line_writes_the_results_and_what_changed(
    repository: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    results = iter([RESULT, replace(RESULT, findings=(), failures=("fix: broke",))])
    monkeypatch.setattr("tools.ecosystem.__main__.measured", lambda *_: next(results))
    before, after = tmp_path / "before.json", tmp_path / "after.json"
    assert main([str(repository), "--out", str(before)]) == 0
    assert main([str(repository), "--out", str(after), "--against", str(before)]) == 1
    assert from_json(before.read_text()) == [RESULT]
    told = capsys.readouterr().out
    assert "shop: 1 handlers, 1 error 0 warning 0 info; 0.50 s, parse 0.10 s of 1 files, ratio 5.0" in told
    assert (
        "1 repositories, 1 files, 1 handlers: ; 0 rewritten places; check 0.5 s, parse 0.1 s; 1 failures"
        in told
    )
    assert "- WF101 error app.py:8" in told


def test_the_sources_to_run_are_these_by_default() -> None:
    assert (measure.ROOT / "wflint" / "cli" / "main.py").exists()
