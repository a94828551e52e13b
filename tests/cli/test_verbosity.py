"""How much the commands say: `-q`, `-s`, `-v`, and the two lines for whoever has configured nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

import pytest
from command_line import CLEAN, HANDLER, run

import wflint.cli.notes
import wflint.workspace.files

if TYPE_CHECKING:
    from pathlib import Path

FIRST = "wflint: found 1 handler of Upstash Workflow in 1 file, without any configuration\n"
NEXT = "wflint: next: `wflint explain` shows what a replay does, `wflint init` writes a configuration\n"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


# --- less ---


def test_quiet_prints_the_findings_alone() -> None:
    loud, quiet = run("check"), run("check", "--quiet")
    assert (quiet.exit_code, quiet.stderr) == (1, "")
    assert loud.stdout.startswith(quiet.stdout)
    assert loud.stdout.removeprefix(quiet.stdout).startswith("Found 1 error in 1 file")


@pytest.mark.parametrize("options", [("--output-format", "concise"), ("--statistics",)])
def test_quiet_leaves_the_summary_out_of_what_people_read(options: tuple[str, ...]) -> None:
    quiet = run("check", "-q", *options).stdout
    assert "clock-outside-step" in quiet
    assert "Found 1 error" in run("check", *options).stdout
    assert "Found 1 error" not in quiet


@pytest.mark.parametrize("format_", ["full", "concise"])
def test_quiet_without_findings_prints_nothing(folder: Path, format_: str) -> None:
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    assert run("check", "-q", "--output-format", format_) == (0, "", "")
    assert run("check", "-q", "--statistics") == (0, "", "")


def test_machine_formats_are_the_same_when_quiet() -> None:
    assert run("check", "-q", "--output-format", "json") == run("check", "--output-format", "json")


@pytest.mark.parametrize("option", ["-s", "--silent"])
def test_silent_prints_nothing(option: str) -> None:
    assert run("check", option) == (1, "", "")
    assert run("check", option, "--output-format", "json") == (1, "", "")


def test_silent_writes_the_file_that_is_asked_for(folder: Path) -> None:
    result = run("check", "-s", "--output-format", "concise", "-o", "report.txt")
    assert result == (1, "", "")
    assert (folder / "report.txt").read_text(encoding="utf-8").startswith("bill.py:13:11: error")


@pytest.mark.parametrize("option", ["-q", "-s"])
def test_errors_are_told_in_any_case(monkeypatch: pytest.MonkeyPatch, option: str) -> None:
    def unreadable(_: Path) -> NoReturn:
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(wflint.workspace.files, "read_file", unreadable)
    result = run("check", option)
    assert result == (2, "", "wflint: error: bill.py: Input/output error\n")


@pytest.mark.parametrize("options", [("-q", "-s"), ("-s", "-v"), ("-q", "--verbose")])
def test_more_and_less_do_not_go_together(options: tuple[str, ...]) -> None:
    result = run("check", *options)
    assert result.exit_code == 2
    assert result.stderr.endswith("do not go together\n")


def test_a_quiet_fix_prints_what_remains() -> None:
    result = run("fix", "-q", "--safe-only", "bill.py")
    assert result == (1, "bill.py:13:11: error[clock-outside-step] (WF101)\n", "")
    assert run("fix", "-s", "--safe-only", "bill.py") == (1, "", "")
    assert run("fix", "-q", "bill.py") == (0, "", "")


# --- first steps ---


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wflint.cli.notes, "stands_at_terminal", lambda: True)


def test_the_log_of_a_job_is_told_nothing() -> None:
    assert run("check").stderr == ""


@pytest.mark.usefixtures("terminal")
def test_a_project_without_configuration_is_told_what_was_looked_at_and_what_to_do_next() -> None:
    assert run("check").stderr == FIRST + NEXT


@pytest.mark.usefixtures("terminal")
def test_engines_are_named_in_one_row(folder: Path) -> None:
    (folder / "flow.py").write_text(
        "from dbos import DBOS\n\n\n@DBOS.workflow()\ndef flow() -> None:\n    pass\n", encoding="utf-8"
    )
    assert "found 2 handlers of DBOS and Upstash Workflow in 2 files" in run("check").stderr


@pytest.mark.usefixtures("terminal")
def test_where_there_are_no_handlers_the_engines_are_pointed_at(folder: Path) -> None:
    (folder / "bill.py").write_text("print(1)\n", encoding="utf-8")
    assert run("check").stderr == (
        "wflint: found no handlers in 1 file; `wflint engines` lists the engines that it knows\n"
        "wflint: next: name the folder with your workflows, `wflint check PATH`\n"
    )


@pytest.mark.usefixtures("terminal")
@pytest.mark.parametrize(
    "options",
    [
        ("-q",),
        ("--isolated",),
        ("--statistics",),
        ("--output-format", "json"),
        ("--output-format", "concise"),
    ],
)
def test_who_knows_what_to_ask_for_is_told_nothing(options: tuple[str, ...]) -> None:
    assert run("check", *options).stderr == ""


@pytest.mark.usefixtures("terminal")
def test_who_has_configured_something_is_told_nothing(folder: Path) -> None:
    (folder / "wflint.toml").write_text("", encoding="utf-8")
    assert run("check").stderr == ""
