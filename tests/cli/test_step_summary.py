"""The summary of a job in GitHub Actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, run

if TYPE_CHECKING:
    from pathlib import Path

VARIABLE = "GITHUB_STEP_SUMMARY"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(VARIABLE, raising=False)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


@pytest.fixture
def summary(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(VARIABLE, str(folder / "summary.md"))
    return folder / "summary.md"


def test_findings_become_annotations_and_a_summary(summary: Path) -> None:
    result = run("check", "--output-format", "github")
    assert (result.exit_code, result.stderr) == (1, "")
    assert result.stdout.startswith("::error file=bill.py,line=13,endLine=13,col=11,endColumn=22,title=")
    text = summary.read_text(encoding="utf-8")
    assert text.startswith("## wflint\n\nFound 1 error in 1 file")
    assert "| `bill.py:13:11` |" in text


def test_the_summary_follows_that_of_other_commands(summary: Path) -> None:
    summary.write_text("## tests\n\nall passed", encoding="utf-8")
    run("check", "--output-format", "github")
    run("check", "--output-format", "github")
    assert summary.read_text(encoding="utf-8").startswith("## tests\n\nall passed\n## wflint\n")
    assert summary.read_text(encoding="utf-8").count("|\n\n## wflint\n") == 1


def test_the_summary_of_a_clean_run_says_so(folder: Path, summary: Path) -> None:
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    assert run("check", "--output-format", "github").exit_code == 0
    assert summary.read_text(encoding="utf-8") == (
        "## wflint\n\nNo findings in 1 file (1 handler, 3 steps).\n"
    )


@pytest.mark.parametrize(
    "arguments", [("--output-format", "json"), ("--output-format", "github", "-s"), ("--statistics",)]
)
def test_there_is_no_summary_unless_annotations_are_asked_for(
    summary: Path, arguments: tuple[str, ...]
) -> None:
    run("check", *arguments)
    assert not summary.exists()


@pytest.mark.parametrize("value", [None, ""])
def test_outside_github_there_are_annotations_only(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str | None
) -> None:
    if value is not None:
        monkeypatch.setenv(VARIABLE, value)
    assert run("check", "--output-format", "github").exit_code == 1
    assert [path.name for path in folder.iterdir()] == ["bill.py"]


def test_the_summary_keeps_below_the_limit_of_github(summary: Path) -> None:
    limit = 1024 * 1024
    summary.write_text("x" * (limit - 400), encoding="utf-8")
    run("check", "--output-format", "github")
    text = summary.read_text(encoding="utf-8")
    assert "1 more finding did not fit here." in text
    assert len(text.encode()) <= limit


def test_a_summary_that_cannot_be_written_exits_with_2(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(VARIABLE, str(folder / "nowhere" / "summary.md"))
    result = run("check", "--output-format", "github")
    assert result.exit_code == 2
    assert "clock-outside-step" in result.stdout
    assert result.stderr.startswith(f"wflint: error: {VARIABLE}: ")
    assert "No such file or directory" in result.stderr
