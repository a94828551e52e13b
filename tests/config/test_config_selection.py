"""Which rules run: `extend-select`, levels that are off, and rules in preview."""

from __future__ import annotations

from pathlib import Path

import pytest

from wflint.config.layers import Layer, Origin, layer, merge
from wflint.errors import UsageError
from wflint.findings import Level
from wflint.pipeline.selecting import Selection, selected
from wflint.rules import all_rules, find_rule
from wflint.tables.toml import parse_toml

CODES = {rule.name: rule.code for rule in all_rules()}


def at(text: str, name: str = "wflint.toml") -> Layer:
    return layer(parse_toml(text), Origin(name, Path("/p"), text))


def selection(*texts: str) -> Selection:
    return selected(merge([at(text, f"{number}.toml") for number, text in enumerate(texts)]))


def codes(*texts: str) -> set[str]:
    """Return the codes that run, given files of which the farthest comes first."""
    return {CODES[name] for name in selection(*texts).rules}


# --- extend-select ---


def test_rules_are_added_to_those_selected() -> None:
    assert codes('select = ["WF101"]\nextend-select = ["step-not-awaited", "WF102"]') == {
        "WF101",
        "WF102",
        CODES["step-not-awaited"],
    }


def test_a_nearer_file_adds_to_what_farther_ones_add() -> None:
    assert codes('select = ["WF101"]\nextend-select = ["WF102"]', 'extend-select = ["WF103"]') == {
        "WF101",
        "WF102",
        "WF103",
    }


def test_what_is_ignored_beside_it_does_not_run() -> None:
    assert codes('select = ["WF101"]\nextend-select = ["WF102"]\nignore = ["WF102"]') == {"WF101"}


@pytest.mark.parametrize("leaves_out", ['ignore = ["WF102"]', 'levels.WF102 = "off"'])
def test_a_nearer_file_adds_what_a_farther_one_leaves_out(leaves_out: str) -> None:
    farther = f'select = ["WF101", "WF102"]\n{leaves_out}'
    assert codes(farther) == {"WF101"}
    assert codes(farther, 'extend-select = ["WF102"]') == {"WF101", "WF102"}
    assert codes(farther, 'extend-select = ["WF102"]', leaves_out) == {"WF101"}


def test_a_nearer_select_forgets_what_was_added() -> None:
    assert codes('extend-select = ["WF102"]\nignore = ["WF101"]', 'select = ["WF101"]') == {"WF101"}


def test_an_unknown_rule_is_told_with_the_file_that_adds_it() -> None:
    with pytest.raises(UsageError, match=r"^0\.toml:2: `extend-select`: there is no rule `WF999`"):
        selection('\nextend-select = ["WF999"]', 'extend-select = ["WF101"]')


# --- off ---


def test_a_rule_is_off_and_others_keep_their_level() -> None:
    found = selection('select = ["WF1"]\nlevels = { WF101 = "off", WF102 = "info" }')
    assert "clock-outside-step" not in found.rules
    assert "random-outside-step" in found.rules
    assert found.levels == {"random-outside-step": Level.INFO}


def test_the_most_specific_level_wins() -> None:
    assert codes('select = ["WF1"]\nlevels = { WF1 = "off", clock-outside-step = "error" }') == {"WF101"}


def test_a_nearer_level_turns_a_rule_on_again() -> None:
    assert codes('select = ["WF101"]\nlevels.WF101 = "off"', 'levels.WF101 = "info"') == {"WF101"}


def test_a_nearer_select_forgets_what_is_off_and_keeps_other_levels() -> None:
    found = selection('levels = { WF101 = "off", WF102 = "info" }', 'select = ["WF101", "WF102"]')
    assert {CODES[name] for name in found.rules} == {"WF101", "WF102"}
    assert found.levels == {"random-outside-step": Level.INFO}


# --- preview ---


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> None:
    rule = find_rule("WF101")
    assert rule is not None
    monkeypatch.setattr(rule.rule, "is_preview", True)


@pytest.mark.usefixtures("tried")
def test_a_rule_in_preview_runs_only_where_that_is_asked_for() -> None:
    assert codes('select = ["WF101", "WF102"]') == {"WF102"}
    assert codes('select = ["WF101", "WF102"]\npreview = true') == {"WF101", "WF102"}
    assert codes('preview = true\nselect = ["WF102"]') == {"WF102"}


@pytest.mark.usefixtures("tried")
@pytest.mark.parametrize("text", ['select = ["clock-outside-step"]', 'extend-select = ["WF102,wf101"]'])
def test_selecting_it_by_itself_is_told_to_have_no_effect(text: str) -> None:
    assert selection(text).warnings == (
        "`clock-outside-step` (WF101) does not run: it is in preview, and `--preview` is off",
    )
    assert selection(f"preview = true\n{text}").warnings == ()


@pytest.mark.usefixtures("tried")
def test_a_prefix_that_covers_it_is_no_reason_to_warn() -> None:
    assert selection('select = ["WF1"]').warnings == ()


def test_no_rule_is_in_preview_without_a_reason() -> None:
    assert [rule.name for rule in all_rules() if rule.rule.is_preview] == []
