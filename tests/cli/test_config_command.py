"""`wflint config`."""

from __future__ import annotations

import json

import pytest
from command_line import run

from wflint.config.settings import Option, all_options

_OPTIONS = pytest.mark.parametrize("option", all_options(), ids=lambda option: option.key)


def test_the_list_has_every_option_in_order() -> None:
    output = run("config").stdout
    keys = [line.split()[0] for line in output.splitlines() if not line.startswith(" ")]
    assert keys == [option.key for option in all_options()]


@_OPTIONS
def test_an_option_is_described(option: Option) -> None:
    result = run("config", option.key)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"{option.key}\n\n")
    assert result.stdout.endswith(f"\n[tool.wflint]\n{option.about.example}\n")
    assert ("WFLINT_" in result.stdout) == bool(option.about.flag)


def test_underscores_and_capitals_are_taken_for_what_they_mean() -> None:
    assert run("config", "Min_Level") == run("config", "min-level")


def test_json_holds_what_there_is_to_know() -> None:
    document = json.loads(run("config", "--output-format", "json").stdout)
    assert [each["key"] for each in document] == [option.key for option in all_options()]
    [facts] = json.loads(run("config", "min-level", "--output-format", "json").stdout)
    assert facts == {
        "key": "min-level",
        "text": "Findings below this level are counted, but not shown.",
        "type": 'one of "info", "warning", "error"',
        "default": '`"warning"`',
        "flag": "--min-level",
        "variable": "WFLINT_MIN_LEVEL",
        "example": 'min-level = "info"',
    }
    [facts] = json.loads(run("config", "levels", "--output-format", "json").stdout)
    assert (facts["flag"], facts["variable"]) == (None, None)


@pytest.mark.parametrize(
    ("key", "says"), [("selct", ", did you mean `select`?"), ("zzz", "; `wflint config` lists the options")]
)
def test_an_unknown_option_exits_with_2(key: str, says: str) -> None:
    result = run("config", key)
    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == f"wflint: error: there is no option `{key}`{says}\n"
