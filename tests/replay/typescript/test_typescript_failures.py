"""WF307, WF308, WF309, WF311, WF312 and WF318: what is caught, cleaned up and thrown."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .errors import UNAUTHENTICATED, incompatible, nested

if TYPE_CHECKING:
    from .node import Driver

_TWICE = ["accept", "charge 100", "charge 120"]


@pytest.mark.parametrize("case", ["whole_body", "safe_helper", "guard_by_name_first"])
def test_a_handler_that_swallows_its_first_step_never_starts(drive: Driver, case: str) -> None:
    outcome = drive(f"abort-swallowed/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [UNAUTHENTICATED]
    assert outcome.steps == ()


@pytest.mark.parametrize("case", ["step_follows", "catch_method", "then_with_two"])
def test_a_step_after_a_swallowed_one_runs_twice(drive: Driver, case: str) -> None:
    outcome = drive(f"abort-swallowed/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.log == _TWICE
    assert [step.number for step in outcome.steps] == [1, 2, 3, 3]


def test_a_guard_by_class_knows_no_class_of_another_entry_in_commonjs(drive: Driver) -> None:
    handler = "abort-swallowed/guard_by_class_in_commonjs"
    modules, commonjs = drive(handler), drive(handler, module="commonjs")

    assert (modules.status, modules.log) == ("completed", ["accept", "charge 120"])
    assert (commonjs.status, commonjs.log) == ("completed", _TWICE)


def test_a_step_that_is_swallowed_at_the_end_ends_the_run(drive: Driver) -> None:
    outcome = drive("abort-swallowed/at_the_end")

    assert outcome.status == "completed"
    assert outcome.log == ["charge", "ship", "failed"]


def test_the_results_of_steps_that_a_loop_swallows_are_lost(drive: Driver) -> None:
    outcome = drive("abort-swallowed/each_item_of_a_loop")

    assert (outcome.status, outcome.result) == ("completed", [])
    assert outcome.names == ["accept", "pack-alpha", "pack-beta", "pack-gamma"]
    assert len(outcome.deliveries) == 2


def test_a_return_in_finally_ends_the_run(drive: Driver) -> None:
    outcome = drive("abort-swallowed/return_in_finally")

    assert (outcome.status, outcome.result) == ("completed", "done")
    assert outcome.log == ["accept", "charge"]


def test_an_error_in_the_place_of_what_a_step_throws_is_answered(drive: Driver) -> None:
    at_once = drive("abort-swallowed/error_without_rethrow")
    later = drive("abort-swallowed/error_without_rethrow", patient=True)

    assert at_once.status == "failed"
    assert at_once.errors == 2 * ["Error: The order could not be paid."]
    assert later.status == "completed"
    assert later.errors == ["Error: The order could not be paid."]


def test_a_cancellation_that_is_swallowed_cancels_nothing(drive: Driver) -> None:
    outcome = drive("abort-swallowed/cancel_in_try")

    assert outcome.status == "completed"
    assert outcome.names == ["check", "charge"]


def test_a_step_after_one_that_throws_at_once_is_taken_for_a_nested_one(drive: Driver) -> None:
    outcome = drive("step-after-caught-failure/sync")

    assert outcome.status == "failed"
    assert outcome.log == ["accept", "charge", "charge"]
    assert outcome.errors == 2 * [nested("apologize", "charge")]


def test_a_step_after_one_that_rejects_leaves_the_run_hanging(drive: Driver) -> None:
    outcome = drive("step-after-caught-failure/async")

    assert outcome.status == "hanging"
    assert outcome.errors == []
    assert outcome.ran["apologize"] == 2
    assert [step.number for step in outcome.steps] == [1, 3, 3]


def test_a_return_after_a_failure_switches_retries_off(drive: Driver) -> None:
    outcome = drive("step-after-caught-failure/returns", retries=3)

    assert (outcome.status, outcome.result) == ("completed", "not paid")
    assert outcome.ran["charge"] == 1


def test_a_transaction_around_steps_writes_nothing(drive: Driver) -> None:
    outcome = drive("resource-across-steps/transaction")

    assert outcome.status == "completed"
    assert outcome.ran == {"begin": 8, "rollback": 6, "commit 0": 2, "mail": 1}
    assert drive("resource-across-steps/transaction_fixed").ran == {"begin": 1, "commit 2": 1, "mail": 1}


def test_a_side_effect_in_finally_runs_in_every_pass(drive: Driver) -> None:
    outcome = drive("resource-across-steps/finally")

    assert outcome.status == "completed"
    assert outcome.ran == {"release": 6}


def test_what_is_used_around_steps_is_disposed_of_in_every_pass(drive: Driver) -> None:
    outcome = drive("resource-across-steps/await_using")

    assert outcome.log == 6 * ["lock", "unlock"]


def test_a_step_in_finally_runs_whenever_another_one_is_done(drive: Driver) -> None:
    outcome = drive("step-in-cleanup/finally")

    assert outcome.status == "failed"
    assert outcome.ran["release"] == 3
    assert outcome.errors == 2 * [incompatible("ship", "release")]


@pytest.mark.parametrize("case", ["outside", "in_step"])
def test_what_the_sdk_throws_leaves_the_run_hanging_when_others_throw_it(drive: Driver, case: str) -> None:
    outcome = drive(f"abort-raised/{case}")

    assert outcome.status == "hanging"
    assert outcome.errors == []
    assert outcome.log == ["check"]


def test_a_timeout_that_fires_lets_the_step_run_again(drive: Driver) -> None:
    outcome = drive("timeout-around-step/race")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["Error: timed out"]
    assert outcome.ran == {"charge": 2}


def test_a_step_in_a_failure_function_goes_into_the_run_that_has_failed(drive: Driver) -> None:
    outcome = drive("step-in-failure-function/run")

    assert outcome.status == "failed"
    assert outcome.ran == {"apologize": 2}
    assert outcome.late == 2 * ["apologize"]
    assert [item.status for item in outcome.of_kind("failure")] == [500, 500]
