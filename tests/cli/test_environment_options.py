"""Options that environment variables give."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from command_line import HANDLER, run

from wflint.cli.main import commands
from wflint.config.settings import all_options

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bill.py").write_text(HANDLER, encoding="utf-8")
    return tmp_path


def test_a_variable_gives_an_option(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_OUTPUT_FORMAT", "json")
    assert json.loads(run("check").stdout)["format"] == "wflint-json-v1"


def test_it_wins_over_a_file_and_the_command_line_over_it(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "wflint.toml").write_text('output-format = "github"\n', encoding="utf-8")
    monkeypatch.setenv("WFLINT_OUTPUT_FORMAT", "concise")
    assert run("check").stdout.startswith("bill.py:13:11: ")
    assert run("check", "--output-format", "jsonl").stdout.startswith("{")


def test_several_values_stand_with_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_SELECT", "WF2, WF101")
    assert run("check").exit_code == 1
    monkeypatch.setenv("WFLINT_EXCLUDE", "other/,bill.py")
    assert run("check", "--show-files").stdout == ""


def test_a_select_of_the_command_line_forgets_what_a_variable_ignores(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WFLINT_IGNORE", "WF101")
    assert run("check").exit_code == 0
    assert run("check", "--select", "WF1").exit_code == 1


def test_an_empty_variable_gives_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_SELECT", "")
    monkeypatch.setenv("WFLINT_OUTPUT_FORMAT", "")
    assert run("check").exit_code == 1


def test_messages_name_the_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_SELECT", "clock-outside-stp")
    result = run("check")
    assert result.exit_code == 2
    assert result.stderr.startswith("wflint: error: WFLINT_SELECT: there is no rule `clock-outside-stp`")
    monkeypatch.setenv("WFLINT_SELECT", "")
    monkeypatch.setenv("WFLINT_MIN_LEVEL", "loud")
    result = run("check")
    assert result.exit_code == 2
    assert "WFLINT_MIN_LEVEL" in result.stderr


def test_show_settings_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_MIN_LEVEL", "info")
    lines = run("check", "--show-settings").stdout.splitlines()
    [line] = [each for each in lines if each.startswith("min-level")]
    assert line.endswith("# WFLINT_MIN_LEVEL")


@pytest.mark.parametrize(("value", "code"), [("ignore = ['WF101', 'WF102']", 0), ("quiet.toml", 0), ("", 1)])
def test_the_configuration_may_be_a_file_or_an_option(
    folder: Path, monkeypatch: pytest.MonkeyPatch, value: str, code: int
) -> None:
    (folder / "quiet.toml").write_text('ignore = ["WF101"]\n', encoding="utf-8")
    monkeypatch.setenv("WFLINT_CONFIG", value)
    assert run("check").exit_code == code


@pytest.mark.parametrize(("value", "code"), [("1", 1), ("true", 1), ("0", 0)])
def test_switches_are_on_or_off(folder: Path, monkeypatch: pytest.MonkeyPatch, value: str, code: int) -> None:
    (folder / "wflint.toml").write_text('ignore = ["WF101"]\n', encoding="utf-8")
    monkeypatch.setenv("WFLINT_ISOLATED", value)
    assert run("check").exit_code == code


def test_a_format_of_findings_is_none_of_other_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WFLINT_OUTPUT_FORMAT", "sarif")
    assert run("explain", "bill.py").exit_code == 0
    assert run("fix", "--diff", "bill.py").exit_code == 1


def test_every_option_of_the_configuration_that_has_a_flag_has_a_variable() -> None:
    options = {parameter.name: parameter for parameter in commands()["check"].params}
    for option in all_options():
        if option.about.flag:
            assert options[option.name].envvar == f"WFLINT_{option.name.upper()}"
