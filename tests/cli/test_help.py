"""The help of each command as people see it: set `WFLINT_UPDATE_SNAPSHOTS` to write the files anew, then read them."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from command_line import run

from wflint.cli.main import commands
from wflint.cli.sections import SectionedCommand

SNAPSHOTS = Path(__file__).parent / "snapshots"
COMMANDS = [(), *((name,) for name in commands())]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_the_help_of_a_command(command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    result = run(*command, "--help")
    assert (result.exit_code, result.stderr) == (0, "")
    assert max(map(len, result.stdout.splitlines())) <= 80
    path = SNAPSHOTS / f"help{''.join(f'-{part}' for part in command)}.txt"
    if os.environ.get("WFLINT_UPDATE_SNAPSHOTS"):
        path.write_text(result.stdout, encoding="utf-8")
    assert result.stdout == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", list(commands()))
def test_every_option_of_a_command_has_help(name: str) -> None:
    command = commands()[name]
    assert command.help
    assert command.short_help
    for parameter in command.params:
        if parameter.param_type_name == "option":
            assert parameter.to_info_dict()["help"].endswith((".", '".')), parameter.name


def test_no_option_of_check_is_left_without_a_section(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    check = commands()["check"]
    assert isinstance(check, SectionedCommand)
    text = run("check", "--help").stdout
    others = text.partition("Other options:\n")[2].split()
    assert [word for word in others if word.startswith("--")] == ["--help"]


@pytest.mark.parametrize(
    ("name", "value", "colored"),
    [("FORCE_COLOR", "1", True), ("FORCE_COLOR", "", False), ("NO_COLOR", "1", False)],
)
def test_help_has_colours_where_they_are_wanted(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, *, colored: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv(name, value)
    texts = [run("--help").stdout, run("engines", "--help").stdout]
    assert ["\x1b[36m--color WHEN\x1b[0m" in text for text in texts] == [False, colored]
    assert [text.startswith("\x1b[34m\x1b[1mUsage:\x1b[0m") for text in texts] == [colored, colored]


def test_colours_move_nothing_in_the_help(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = run("check", "--help").stdout
    monkeypatch.setenv("FORCE_COLOR", "1")
    colored = run("check", "--help").stdout
    assert colored != plain
    assert re.sub(r"\x1b\[\d+m", "", colored) == plain


@pytest.mark.parametrize("width", [60, 80, 100])
@pytest.mark.parametrize("name", list(commands()))
def test_help_breaks_no_pair_of_a_name_and_its_value(
    monkeypatch: pytest.MonkeyPatch, name: str, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    lines = run(name, "--help").stdout.splitlines()
    assert not [line for line in lines if line.endswith(("env var:", "[env", "default:"))]


def test_what_options_do_begins_in_one_column(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    options = re.findall(r"^(  -.+?  +)\S", run("check", "--help").stdout, re.MULTILINE)
    assert len(options) > 30
    assert len({len(each) for each in options}) == 1


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["WF101"], "`WF101` is a rule, not a command; `wflint rule WF101` explains it"),
        (["clock-outside-step"], "`wflint rule clock-outside-step` explains it"),
        (["explain", "WF101"], "`WF101` is a rule, not a path; `wflint rule WF101` explains it"),
        (["."], "`.` is a path, not a command; `wflint check .` checks it"),
        (["chek"], "there is no command `chek`, did you mean `check`?"),
        (["xyz"], "there is no command `xyz`; `wflint --help` lists the commands"),
    ],
)
def test_what_another_command_takes_is_no_command(arguments: list[str], says: str) -> None:
    outcome = run(*arguments)

    assert outcome.exit_code == 2
    assert says in outcome.stderr
