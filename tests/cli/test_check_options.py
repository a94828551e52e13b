from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest
from command_line import CLEAN, HANDLER, MISTAKE_LINE, run

from wflint.report.json_schema import schema_text
from wflint.report.statistics_json import FORMAT, StatisticsJson

if TYPE_CHECKING:
    from pathlib import Path

FOUND = f"bill.py:{MISTAKE_LINE}:11: error[clock-outside-step]"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def concise(*arguments: str | Path) -> str:
    return run("check", "--output-format", "concise", *arguments).stdout


# --- exit codes ---


def test_findings_exit_with_1() -> None:
    assert run("check", "bill.py").exit_code == 1


def test_no_findings_exit_with_0(folder: Path) -> None:
    (folder / "bill.py").write_text(CLEAN, encoding="utf-8")
    result = run("check")
    assert result.exit_code == 0
    assert "No findings in 1 file" in result.stdout


def test_exit_zero_says_so_of_findings_too() -> None:
    result = run("check", "--exit-zero")
    assert result.exit_code == 0
    assert "clock-outside-step" in result.stdout


def test_a_missing_path_exits_with_2_in_one_line() -> None:
    result = run("check", "nowhere.py")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.startswith("wflint: error: nowhere.py: no such file or folder")
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("option", ["--min-level", "--fail-level", "--output-format", "--color"])
def test_an_unknown_choice_exits_with_2_and_names_the_choices(option: str) -> None:
    result = run("check", option, "loud")
    assert result.exit_code == 2
    assert "is not one of" in result.stderr


def test_an_unknown_option_exits_with_2() -> None:
    result = run("check", "--selekt", "WF101")
    assert result.exit_code == 2
    assert "--selekt" in result.stderr


# --- paths ---


def test_without_paths_the_working_directory_is_checked() -> None:
    assert FOUND in concise()


@pytest.mark.parametrize("command", ["check", "fix"])
def test_a_folder_without_code_is_no_mistake_and_told(folder: Path, command: str) -> None:
    (folder / "empty").mkdir()
    result = run(command, "empty")
    assert result.exit_code == 0
    assert result.stderr == (
        "wflint: warning: found no Python or TypeScript files; what is excluded does not count\n"
    )


def test_machine_formats_stay_clean_without_code(folder: Path) -> None:
    (folder / "empty").mkdir()
    result = run("check", "--output-format", "json", "empty")
    assert json.loads(result.stdout)["findings"] == []
    assert "found no Python or TypeScript files" in result.stderr


def test_a_file_given_twice_is_reported_once() -> None:
    assert concise("bill.py", "./bill.py").count("clock-outside-step") == 1


def test_show_files_lists_the_files_and_checks_none(folder: Path) -> None:
    (folder / "other.py").write_text("", encoding="utf-8")
    result = run("check", "--show-files")
    assert (result.exit_code, result.stdout) == (0, "bill.py\nother.py\n")


def test_exclude_leaves_files_out() -> None:
    result = run("check", "--exclude", "bi*.py", "--show-files")
    assert result.stdout == ""


def test_a_named_file_is_checked_although_excluded() -> None:
    assert FOUND in concise("--exclude", "bill.py", "bill.py")


def test_force_exclude_leaves_out_named_files_too() -> None:
    result = run("check", "--exclude", "bill.py", "--force-exclude", "bill.py")
    assert result.exit_code == 0
    assert "clock-outside-step" not in result.stdout


def test_isolated_does_not_read_gitignore(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".gitignore").write_text("bill.py\n", encoding="utf-8")
    assert "clock-outside-step" not in concise()
    assert FOUND in concise("--isolated")


# --- rules ---


@pytest.mark.parametrize(
    "text", ["clock-outside-step", "WF101", "wf101", "WF1", "WF5,WF101", " WF101 , WF205"]
)
def test_select_takes_names_codes_and_prefixes(text: str) -> None:
    assert FOUND in concise("--select", text)


@pytest.mark.parametrize("text", ["random-outside-step", "WF4", "WF102,WF103"])
def test_rules_that_are_not_selected_do_not_run(text: str) -> None:
    assert "clock-outside-step" not in concise("--select", text)


def test_ignore_leaves_rules_out() -> None:
    assert run("check", "--ignore", "WF101").exit_code == 0


def test_ignore_wins_over_select() -> None:
    assert run("check", "--select", "WF1", "--ignore", "clock-outside-step").exit_code == 0


def test_select_can_be_given_again() -> None:
    assert FOUND in concise("--select", "WF4", "--select", "WF101")


@pytest.mark.parametrize("option", ["--select", "--ignore"])
@pytest.mark.parametrize(
    ("text", "meant"), [("clock-outside-stp", "clock-outside-step"), ("WF1011", "WF101"), ("WF601x", "WF601")]
)
def test_an_unknown_rule_exits_with_2_and_says_which_may_be_meant(option: str, text: str, meant: str) -> None:
    result = run("check", option, text)
    assert result.exit_code == 2
    assert f"there is no rule `{text}`, did you mean `{meant}`?" in result.stderr
    assert option in result.stderr


def test_a_rule_unlike_any_points_to_the_list() -> None:
    result = run("check", "--select", "zzzzzz")
    assert result.exit_code == 2
    assert "`wflint rule --list` lists the rules" in result.stderr


# --- levels ---


WARNING = HANDLER.replace('"create", lambda: print(now)', '"create", lambda: 1')


def test_findings_below_the_fail_level_are_shown_and_do_not_fail(folder: Path) -> None:
    (folder / "bill.py").write_text(WARNING, encoding="utf-8")
    assert run("check").exit_code == 1
    result = run("check", "--fail-level", "error", "--output-format", "concise")
    assert result.exit_code == 0
    assert "warning[clock-outside-step]" in result.stdout


def test_findings_below_the_min_level_are_hidden(folder: Path) -> None:
    (folder / "bill.py").write_text(WARNING, encoding="utf-8")
    result = run("check", "--min-level", "error")
    assert result.exit_code == 0
    assert "clock-outside-step" not in result.stdout


# --- output ---


def test_the_full_format_shows_the_code_and_the_help() -> None:
    output = run("check").stdout
    assert "now = time.time()" in output
    assert "^^^^^^^^^^^" in output
    assert "= help:" in output
    assert "\x1b" not in output


def test_the_json_format_fits_its_schema() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    document = json.loads(run("check", "--output-format", "json").stdout)
    jsonschema.validate(document, json.loads(schema_text()))
    assert [each["code"] for each in document["findings"]] == ["WF101"]


def test_statistics_in_json_fit_their_schema(folder: Path) -> None:
    jsonschema = pytest.importorskip("jsonschema")
    (folder / "other.py").write_text(HANDLER.replace("time.time()", "time.time() + time.time_ns()"), "utf-8")
    document = json.loads(run("check", "--statistics", "--output-format", "json").stdout)
    jsonschema.validate(document, json.loads(schema_text(StatisticsJson, FORMAT)))
    [rule] = document["rules"]
    assert (rule["code"], rule["levels"], rule["count"]) == ("WF101", ["error"], 3)
    assert [(each["path"], each["count"]) for each in document["handlers"]] == [
        ("other.py", 2),
        ("bill.py", 1),
    ]
    assert document["summary"]["errors"] == 3


def test_statistics_are_a_table_whatever_format_a_file_sets(folder: Path) -> None:
    (folder / "wflint.toml").write_text('output-format = "github"\n', encoding="utf-8")
    assert run("check", "--statistics").stdout.startswith("count  code   rule")


def test_statistics_in_a_format_without_counts_exit_with_2() -> None:
    result = run("check", "--statistics", "--output-format", "sarif")
    assert (result.exit_code, result.stdout) == (2, "")
    assert "there are no counts in sarif" in result.stderr


def test_statistics_count_findings_by_rule() -> None:
    output = run("check", "--statistics").stdout
    assert "clock-outside-step" in output
    assert "time.time" not in output


def test_the_output_file_gets_the_output(folder: Path) -> None:
    result = run("check", "--output-file", "report.txt", "--output-format", "concise")
    assert (result.exit_code, result.stdout) == (1, "")
    assert FOUND in (folder / "report.txt").read_text(encoding="utf-8")


def test_an_output_file_in_a_missing_folder_exits_with_2() -> None:
    result = run("check", "--output-file", "nowhere/report.txt")
    assert result.exit_code == 2
    assert "--output-file" in result.stderr
    assert "No such file or directory" in result.stderr


def test_an_output_file_that_is_a_folder_exits_with_2(folder: Path) -> None:
    result = run("check", "--output-file", folder)
    assert result.exit_code == 2
    assert "is a directory" in result.stderr


def test_verbose_says_on_standard_error_what_was_looked_at() -> None:
    assert "looked at 1 file and 1 handler; " in run("check", "--verbose").stderr


@pytest.mark.parametrize(("color", "expected"), [("always", True), ("never", False), ("auto", False)])
def test_colours_come_when_they_are_asked_for(color: str, expected: bool) -> None:  # noqa: FBT001 - a case
    assert ("\x1b[" in run("check", "--color", color).stdout) is expected


@pytest.mark.parametrize("arguments", [(), ("check",), ("rule",)])
def test_help_names_every_option(arguments: tuple[str, ...]) -> None:
    result = run(*arguments, "--help")
    assert result.exit_code == 0
    assert result.stdout.startswith("Usage: wflint")


def test_the_sources_stay_as_they_are(folder: Path) -> None:
    before = (folder / "bill.py").read_bytes()
    shutil.copy(folder / "bill.py", folder / "copy.py")
    run("check")
    assert (folder / "bill.py").read_bytes() == before
    assert sorted(path.name for path in folder.iterdir()) == ["bill.py", "copy.py"]
