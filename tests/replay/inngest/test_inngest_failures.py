"""WF307 to WF311, WF315: interrupts that are swallowed, failures that are caught, and what stands around steps."""

from __future__ import annotations

import pytest

from .cases import NEEDS_3_11, failed_four_times, handler, outcome_of
from .drive import drive

_EXCEPT_STAR = """
try:
    await ctx.step.run("charge", work)
except* BaseException:
    LOG.append("caught")
return "done"
"""


@pytest.mark.parametrize(
    ("case", "output", "log"),
    [
        ("bare_except", "not charged", ("charge",)),
        ("suppressed", "done", ("charge",)),
        ("return_in_finally", "done", ("charge",)),
        ("continue_in_finally", "done", ("charge 0", "charge 1")),
        ("sleep", "done", ("caught",)),
        ("in_parallel", ["lost", "lost"], ()),
    ],
)
def test_a_swallowed_interrupt_completes_the_run_in_its_first_pass(
    case: str, output: object, log: tuple[str, ...]
) -> None:
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert (outcome.status, outcome.output) == ("completed", output)
    assert outcome.passes == 1
    assert outcome.steps == ()
    assert outcome.log == log


@NEEDS_3_11
def test_except_star_swallows_an_interrupt() -> None:
    outcome = drive(handler(_EXCEPT_STAR))

    assert (outcome.status, outcome.output) == ("completed", "done")
    assert outcome.steps == ()
    assert outcome.log == ("work", "caught")


def test_a_swallowed_step_repeats_its_work_in_every_later_pass() -> None:
    outcome = outcome_of("abort-swallowed/step_follows")

    assert outcome.status == "completed"
    assert outcome.names == ["ship", "mail"]
    assert outcome.logged("charge") == outcome.logged("caught") == 3


def test_an_interrupt_raised_as_another_exception_fails_the_run() -> None:
    outcome = outcome_of("abort-swallowed/wrapped")

    assert failed_four_times(outcome, "RuntimeError: not charged")
    assert outcome.logged("charge") == 4


@pytest.mark.parametrize(
    ("case", "output", "log"),
    [
        ("bare_except_fixed", "receipt", ("charge",)),
        ("reraised", "done", ("charge", "caught")),
        ("in_step_function", "later", ("charge later",)),
    ],
)
def test_what_lets_the_interrupt_pass_is_right(case: str, output: str, log: tuple[str, ...]) -> None:
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert (outcome.status, outcome.output) == ("completed", output)
    assert outcome.executed == {"charge": 1}
    assert outcome.log == log


def test_the_error_of_a_failed_step_is_recorded_and_steps_may_follow() -> None:
    outcome = outcome_of("step-after-caught-failure/step_error")

    assert (outcome.status, outcome.output) == ("completed", "StepError")
    assert outcome.steps[0].error == "ConnectionError: no answer"
    assert outcome.log == (*(4 * ["charge"]), "cancel", "tell")


def test_a_failed_steps_error_is_never_of_the_class_that_was_raised() -> None:
    outcome = outcome_of("step-after-caught-failure/own_class")

    assert outcome.status == "failed"
    assert outcome.error == "ConnectionError: no answer"
    assert outcome.logged("cancel") == 0


def test_step_error_says_which_class_was_raised() -> None:
    outcome = outcome_of("step-after-caught-failure/own_class_fixed")

    assert (outcome.status, outcome.output) == ("completed", "ConnectionError")
    assert outcome.logged("cancel") == 1


def test_a_non_retriable_error_that_is_caught_repeats_the_step_in_every_later_pass() -> None:
    outcome = outcome_of("step-after-caught-failure/non_retriable")

    assert outcome.status == "completed"
    assert outcome.names == ["cancel", "tell-customer"]
    assert outcome.logged("charge") == outcome.logged("caught") == 3


def test_a_result_that_says_so_is_recorded() -> None:
    outcome = outcome_of("step-after-caught-failure/non_retriable_fixed")

    assert outcome.log == ("charge", "cancel", "tell")


def test_a_retry_after_error_that_is_caught_is_not_retried() -> None:
    outcome = outcome_of("step-after-caught-failure/retry_after")

    assert outcome.status == "completed"
    assert {delivery.attempt for delivery in outcome.deliveries} == {0}
    assert outcome.log == ("charge", "caught", "tell", "charge", "caught")


def test_a_step_that_a_loop_tries_again_is_another_step_each_time() -> None:
    outcome = outcome_of("step-after-caught-failure/own_loop")

    assert (outcome.status, outcome.output) == ("completed", "given up")
    assert [step.error for step in outcome.steps] == 2 * ["ConnectionError: no answer"]
    assert outcome.logged("charge") == 8


def test_a_context_manager_around_steps_is_entered_and_left_in_every_pass() -> None:
    outcome = outcome_of("resource-across-steps/lock_held")

    assert outcome.log == (
        *("lock account", "charge", "unlock account"),
        *("lock account", "ship", "unlock account"),
        *("lock account", "unlock account"),
    )


def test_finally_is_entered_in_every_pass() -> None:
    outcome = outcome_of("resource-across-steps/side_effect_in_finally")

    assert outcome.log == ("charge", "tell customer", "ship", "tell customer", "tell customer")


def test_a_step_in_finally_is_recorded_before_the_one_in_try() -> None:
    outcome = outcome_of("step-in-cleanup/step_in_finally")

    assert outcome.status == "completed"
    assert outcome.names == ["release", "charge"]
    assert outcome.log == ("charge", "release", "charge")


def test_a_step_in_finally_does_not_wait_for_the_sleep_in_try() -> None:
    outcome = outcome_of("step-in-cleanup/step_in_finally_after_sleep")

    assert outcome.names == ["release", "grace-period"]


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("response_interrupt", "Internal Server Error"),
        ("skip_interrupt", 'StepUnexpectedError: found step "charge" when targeting a different step'),
    ],
)
def test_the_sdks_own_interrupts_fail_the_request(case: str, error: str) -> None:
    outcome = outcome_of(f"abort-raised/{case}")

    assert failed_four_times(outcome, error)
    assert outcome.logged("pass") == 4


def test_an_exception_before_the_first_step_is_tried_again() -> None:
    outcome = outcome_of("raise-before-first-step/exception")

    assert failed_four_times(outcome, "ValueError: too much")
    assert outcome.logged("checked") == 4


def test_a_non_retriable_error_ends_the_run_at_once() -> None:
    outcome = outcome_of("raise-before-first-step/exception_fixed")

    assert (outcome.status, outcome.error) == ("failed", "NonRetriableError: too much")
    assert outcome.log == ("checked",)


@pytest.mark.parametrize(
    ("error", "attempts"),
    [
        ('inngest.NonRetriableError("no")', 1),
        ('inngest.RetryAfterError("no", 1000)', 4),
        ('OSError("no")', 4),
    ],
)
def test_how_often_a_step_runs_that_raises(error: str, attempts: int) -> None:
    body = f'def fail():\n    work()\n    raise {error}\nawait ctx.step.run("fail", fail)'

    outcome = drive(handler(body))

    assert outcome.status == "failed"
    assert outcome.logged("work") == attempts


def test_a_step_function_that_hides_its_error_is_not_tried_again() -> None:
    outcome = outcome_of("silent/error_hidden_in_step")

    assert outcome.status == "completed"
    assert outcome.log == ("charge", "hidden")


@pytest.mark.parametrize("case", ["own_class", "suppressed"])
def test_an_exception_of_a_step_s_function_never_reaches_the_handler(case: str) -> None:
    outcome = outcome_of(f"dead-except-around-step/{case}")

    assert outcome.status == "failed"
    assert outcome.log == 4 * ("charge",)


def test_what_is_caught_is_not_of_the_class_that_was_raised() -> None:
    asked = outcome_of("dead-except-around-step/asked")
    fixed = outcome_of("dead-except-around-step/own_class_fixed")

    assert asked.names == ["charge", "report"]
    assert fixed.names == ["charge", "cancel"]
