"""What Windmill's SDK does with scripts, flows, and results that JSON lacks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from markers import check_all

from wflint.findings import Level

from .drive import WITNESSES, Outcome, drive

if TYPE_CHECKING:
    from pathlib import Path

SCRIPTS = {"f/data/extract": ["tea ", "milk "], "f/data/load": 2}


def outcome_of(witness: str, **arguments: Any) -> Outcome:
    """Drive the witness `rule/case`."""
    return drive(WITNESSES / f"{witness}.py", arguments, scripts=SCRIPTS)


def test_scripts_and_flows_run_in_jobs_and_are_recorded() -> None:
    outcome = outcome_of("silent/scripts_and_flows", source="orders")

    assert outcome.status == "completed"
    assert outcome.output == ["tea", "milk", "[2, ['tea ', 'milk ']]", "[2, 2]"]
    assert outcome.jobs == ("extract", "clean", "clean_2", "load", "extract_2", "load_2", "load_3")
    assert outcome.log == ("clean tea ", "clean milk ")
    assert outcome.warnings == ()


def test_a_script_that_nobody_awaits_is_dispatched_when_the_round_ends() -> None:
    outcome = outcome_of("step-not-awaited/script")

    assert outcome.status == "completed"
    assert outcome.log == ("report",)
    assert list(outcome.completed) == ["report", "load"]


def test_a_task_that_nobody_awaits_gets_a_job_that_does_not_run_it() -> None:
    outcome = outcome_of("step-not-awaited/task", order="1")

    assert outcome.jobs == ("charge",)
    assert outcome.log == ()


def test_parallel_wants_a_function_behind_the_items() -> None:
    outcome = outcome_of("step-function-arguments/parallel_coroutines")

    assert outcome.error == "TypeError: parallel() missing 1 required positional argument: 'fn'"


def test_a_script_in_a_step_begins_the_step_again() -> None:
    outcome = outcome_of("nested-step/script_in_step")

    assert outcome.output == 2
    assert outcome.log == ("prepare", "prepare")


def test_a_set_comes_back_as_text() -> None:
    outcome, fixed = (
        outcome_of("unserializable-step-result/set"),
        outcome_of("unserializable-step-result/set_fixed"),
    )

    assert "".join(outcome.log) == "{'tea'}"
    assert fixed.log == ("tea",)


def test_what_json_lacks_comes_back_as_its_text() -> None:
    assert outcome_of("unserializable-step-result/values").output == {
        "set": "{'tea'}",
        "bytes": "b'tea'",
        "item": "Item(name='tea')",
        "keys": "dict_keys(['tea'])",
        "datetime": "2030-01-02 00:00:00",
        "decimal": "9.90",
        "uuid": "00000000-0000-0000-0000-000000000001",
        "path": "/tea",
    }


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("attribute-on-step-result/datetime", "AttributeError: 'str' object has no attribute 'year'"),
        ("lossy-step-result/decimal", 'TypeError: can only concatenate str (not "decimal.Decimal") to str'),
    ],
)
def test_text_is_not_what_it_was(case: str, error: str) -> None:
    assert outcome_of(case).error == error


def test_what_is_made_again_of_the_text_works() -> None:
    assert outcome_of("lossy-step-result/decimal_fixed").output == "10.90"


@pytest.mark.no_cover
@pytest.mark.parametrize(
    "path", [pytest.param(path, id=path.parent.name) for path in sorted(WITNESSES.glob("*/*.py"))]
)
def test_wflint_says_what_the_sdk_does(path: Path) -> None:
    found = {each.name for each in check_all(path).findings if each.level is not Level.INFO}
    is_right = path.stem.endswith("_fixed") or path.parent.name == "silent"

    if is_right:
        assert found <= {"global-state-outside-step"}  # what they log
    else:
        assert path.parent.name in found


def test_a_failed_task_or_step_raises_the_sdk_s_own_exception() -> None:
    outcome = outcome_of("dead-except-around-step/own_class")
    fixed = outcome_of("dead-except-around-step/own_class_fixed")

    assert outcome.error == "TaskError: no address"
    assert outcome.log == ()
    assert fixed.log == ("stop", "charge", "cancel")
