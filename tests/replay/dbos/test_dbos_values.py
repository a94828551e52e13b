"""WF1 and WF4: values that a recovery gets anew, and what they do to steps and their names."""

from __future__ import annotations

import re

import pytest

from .cases import outcome_of, unexpected

ITEMS = ["alpha", "beta", "gamma", "delta"]


def test_a_time_outside_of_steps_is_another_one_for_the_second_step() -> None:
    outcome = outcome_of("clock-outside-step/shared_by_two_steps")
    times = outcome.results

    assert outcome.status == "completed"
    assert times["print_receipt"] < times["enter_in_ledger"]


def test_a_time_from_a_step_is_the_same_for_all() -> None:
    outcome = outcome_of("clock-outside-step/shared_by_two_steps_fixed")

    assert len(outcome.passes) == 2
    assert len({step.result for step in outcome.steps}) == 1


def test_a_time_that_one_step_gets_is_that_of_the_recovery() -> None:
    outcome = outcome_of("clock-outside-step/used_once")
    first, second = outcome.log

    assert outcome.status == "completed"
    assert first < second
    assert outcome.results["stamp"] == second


def test_what_a_step_took_is_nothing_on_recovery_and_decides_otherwise() -> None:
    outcome = outcome_of("clock-outside-step/elapsed_time_decides", crash_after=[2])

    assert outcome.status == "failed"
    assert outcome.error == unexpected(2, "apologise", "deliver")
    assert outcome.log == ("apologise",)


def test_a_random_id_is_another_one_for_the_second_step() -> None:
    outcome = outcome_of("random-outside-step/id_of_two_steps")
    fixed = outcome_of("random-outside-step/id_of_two_steps_fixed", crash_after=[2])

    assert outcome.status == fixed.status == "completed"
    assert outcome.results["create-order"] != outcome.results["charge"]
    assert fixed.results["create-order"] == fixed.results["charge"] == str(fixed.results["get-order-id"])


def test_a_random_decision_asks_for_the_wrong_step() -> None:
    outcome = outcome_of("random-outside-step/decides_step")

    assert outcome.status == "failed"
    assert outcome.error == unexpected(1, "send_survey", "send_voucher")
    assert outcome.log == ("survey",)


def test_a_recorded_decision_holds() -> None:
    outcome = outcome_of("random-outside-step/decides_step_fixed", crash_after=[2])

    assert outcome.status == "completed"
    assert outcome.log == ("survey", "close")


def test_equal_names_in_both_branches_hide_a_changed_decision() -> None:
    outcome = outcome_of("random-outside-step/same_name_in_both_branches")

    assert outcome.status == "completed"
    assert outcome.output == "receipt says EUR, paid USD"


def test_a_smaller_random_number_of_rounds_ends_early_as_a_success() -> None:
    outcome = outcome_of("random-outside-step/loop_count", crash_after=[2])

    assert outcome.status == "completed"
    assert outcome.output == 1
    assert outcome.names == ["take-0", "take-1"]


def test_a_broad_except_turns_the_mismatch_into_a_success() -> None:
    outcome = outcome_of("random-outside-step/mismatch_swallowed")

    assert outcome.status == "completed"
    assert outcome.output == "not paid: DBOSUnexpectedStepError"
    assert outcome.log == ("bank",)


def test_a_process_id_decides_otherwise_in_the_next_process() -> None:
    outcome = outcome_of("process-identity-outside-step/pid_decides")

    assert outcome.error == unexpected(1, "clean", "tidy")


@pytest.mark.parametrize(
    ("case", "ran"),
    [("uuid_in_name", "upload"), ("pid_in_name", "upload"), ("uuid_in_step_options", "upload")],
)
def test_a_name_that_changes_fails_every_recovery(case: str, ran: str) -> None:
    outcome = outcome_of(f"unstable-step-name/{case}")

    assert outcome.status == "failed"
    assert f"function {outcome.names[0]} was recorded when upload-" in outcome.error
    assert outcome.log == (ran,)


def test_a_hash_in_a_name_differs_between_processes() -> None:
    outcome = outcome_of("unstable-step-name/hash_in_name", "ada", seeds=(1, 2))

    assert outcome.error.startswith("DBOSUnexpectedStepError")
    assert outcome.log == ("upload",)


def test_a_name_that_stays_survives() -> None:
    outcome = outcome_of("unstable-step-name/uuid_in_name_fixed")

    assert outcome.status == "completed"
    assert outcome.log == ("upload", "verify")


def test_a_set_of_texts_has_another_order_in_the_next_process() -> None:
    outcome = outcome_of("unordered-iteration/set_of_texts", ITEMS, seeds=(1, 2))
    fixed = outcome_of("unordered-iteration/set_of_texts_fixed", ITEMS, seeds=(1, 2))

    assert outcome.error.startswith("DBOSUnexpectedStepError")
    assert len(outcome.log) == 1
    assert fixed.log == tuple(sorted(ITEMS))


def test_a_set_and_one_name_do_one_item_twice_and_another_never() -> None:
    outcome = outcome_of("unordered-iteration/set_and_one_name", ITEMS, seeds=(1, 2))

    assert outcome.status == "completed"
    assert max(outcome.ran.values()) == 2
    assert set(ITEMS) - set(outcome.log)
    assert any(customer != reminded for customer, reminded in outcome.output.items())


def test_children_of_a_set_are_taken_for_one_another() -> None:
    outcome = outcome_of("unordered-iteration/children_of_set", ITEMS, crash_after=[2], seeds=(1, 2))

    assert outcome.status == "completed"
    assert len(outcome.output) == len(ITEMS)
    assert set(outcome.output) < set(ITEMS)


def test_the_first_answer_is_another_one_on_recovery() -> None:
    outcome = outcome_of("unordered-iteration/as_completed", crash_after=[3])

    # `as_completed` begins its branches in any order, so the first mismatch may even come before the orders.
    assert outcome.status == "failed"
    assert outcome.error.startswith("DBOSUnexpectedStepError")
    assert outcome.log == ("order near",)


def test_a_changed_setting_asks_for_the_wrong_step() -> None:
    settings = [{"CHANNEL": "mail"}, {"CHANNEL": "phone"}]
    outcome = outcome_of("environment-outside-step/decides_step", env=settings)
    fixed = outcome_of("environment-outside-step/decides_step_fixed", env=settings)

    assert outcome.error == unexpected(1, "notify_by_mail", "notify_by_phone")
    assert fixed.log == ("mail", "archive")


def test_a_counter_of_the_module_begins_anew() -> None:
    outcome = outcome_of("global-state-outside-step/counter")

    assert outcome.error == unexpected(1, "write-2", "write-1")


def test_a_list_that_steps_fill_lacks_what_was_replayed() -> None:
    outcome = outcome_of("global-state-outside-step/filled_by_step", ["o-1", "o-2"])

    assert outcome.status == "completed"
    assert outcome.log == ("o-1", "o-2")
    assert outcome.output == ["o-2"]


def test_a_number_as_name_fails_every_recovery() -> None:
    outcome = outcome_of("invalid-step-name/number", [5, 6])
    undisturbed = outcome_of("invalid-step-name/number", [5, 6], crash_after=[])
    fixed = outcome_of("invalid-step-name/number_fixed", [5, 6])

    assert outcome.error == unexpected(1, "5", "5")
    assert undisturbed.status == fixed.status == "completed"
    assert fixed.log == (5, 6)


def test_a_uuid_as_name_fails_when_the_step_has_run() -> None:
    outcome = outcome_of("invalid-step-name/uuid", "00000000-0000-0000-0000-000000000003")

    assert outcome.status == "failed"
    # Python 3.10 calls the error otherwise.
    assert re.match(r"(Programming|Interface)Error: \(sqlite3\.\w+\) Error binding parameter", outcome.error)
    assert outcome.log == ("charge",)
    assert outcome.steps == ()


@pytest.mark.parametrize(
    ("case", "error"),
    [
        (
            "partial_without_name",
            "AttributeError: 'functools.partial' object has no attribute '__qualname__'",
        ),
        ("text_as_options", "TypeError: 'str' object is not a mapping"),
    ],
)
def test_a_step_without_a_usable_name_does_not_run(case: str, error: str) -> None:
    outcome = outcome_of(f"invalid-step-name/{case}")

    assert outcome.status == "failed"
    assert outcome.error == error
    assert outcome.log == ()


def test_another_executor_asks_for_another_step() -> None:
    executors = [{"DBOS__VMID": "shop-1"}, {"DBOS__VMID": "shop-2"}]
    outcome = outcome_of("delivery-value-outside-step/executor_decides", env=executors)

    assert outcome.error == unexpected(1, "print_here", "print_there")
