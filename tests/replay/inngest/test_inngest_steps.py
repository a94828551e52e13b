"""WF3: nested steps, steps that are not awaited, and what a step is given to run."""

from __future__ import annotations

import pytest

from .cases import NESTED, UNSERIALIZABLE, failed_four_times, outcome_of

UNSERIALIZABLE_STEP = 'OutputUnserializableError: "charge" returned unserializable data'


@pytest.mark.parametrize(
    ("case", "outer", "log"),
    [
        ("run_in_run", "move", ("debit",)),
        ("in_lambda", "move", ()),
        ("through_helper", "move", ("debit",)),
        ("caught_inside", "move", ()),
        ("send_event_in_step", "move", ("debit",)),
        ("step_decorator", "move", ("debit",)),
    ],
)
def test_a_nested_step_fails_the_outer_one_for_good(case: str, outer: str, log: tuple[str, ...]) -> None:
    outcome = outcome_of(f"nested-step/{case}")

    assert outcome.status == "failed"
    assert outcome.error == NESTED
    assert outcome.errors == (f"{outer}: {NESTED}", NESTED)
    assert outcome.deliveries[0].no_retry
    assert outcome.log == log


@pytest.mark.parametrize(
    ("case", "inner", "answers"),
    [
        ("sleep_in_step", "cool-down", {}),
        ("wait_in_step", "approval", {"approval": {"name": "ok", "data": {}}}),
    ],
)
def test_a_nested_sleep_is_slept_before_the_outer_step_runs_again_and_fails(
    case: str, inner: str, answers: dict[str, object]
) -> None:
    outcome = outcome_of(f"nested-step/{case}", answers=answers)

    assert outcome.status == "failed"
    assert outcome.names == [inner, "move"]
    assert outcome.errors == (f"move: {NESTED}", NESTED)
    assert outcome.log == ("debit", "debit")


def test_a_nested_step_in_a_parallel_group_completes_the_run_with_nothing_recorded() -> None:
    outcome = outcome_of("nested-step/in_parallel")

    assert (outcome.status, outcome.output) == ("completed", "done")
    assert outcome.errors == ()
    assert outcome.steps == ()
    assert outcome.log == ("debit",)


def test_a_nested_step_after_a_parallel_group_is_no_step_that_was_asked_for() -> None:
    outcome = outcome_of("nested-step/after_parallel")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ('StepUnexpectedError: found step "credit" when targeting a different step',)
    assert outcome.logged("debit") == 4


def test_a_nested_step_in_a_sync_function_is_never_awaited() -> None:
    outcome = outcome_of("nested-step/not_awaited_in_sync_function")

    assert outcome.status == "completed"
    assert outcome.log == ("debit",)
    assert outcome.warnings == ("coroutine 'Step.run' was never awaited",)


@pytest.mark.parametrize(
    ("case", "log"),
    [("run_in_run_fixed", ("debit", "credit")), ("send_event_in_step_fixed", ("debit",))],
)
def test_steps_in_a_row_and_events_sent_by_the_client_are_not_nested(case: str, log: tuple[str, ...]) -> None:
    outcome = outcome_of(f"nested-step/{case}")

    assert outcome.status == "completed"
    assert outcome.log == log
    assert outcome.events == (("bank/transfer.done",) if "event" in case else ())


@pytest.mark.parametrize(
    ("case", "ran", "passes"),
    [
        ("only", (), 1),
        ("first", ("tips",), 2),
        ("last", ("welcome",), 2),
        ("parallel_group", (), 1),
        ("sleep", ("tips",), 2),
        ("always_true", ("tips",), 2),
    ],
)
def test_a_step_without_await_is_lost_and_the_run_completes(
    case: str, ran: tuple[str, ...], passes: int
) -> None:
    outcome = outcome_of(f"step-not-awaited/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == ()
    assert outcome.passes == passes
    assert outcome.log == ran
    assert outcome.warnings
    assert all("was never awaited" in warning for warning in outcome.warnings)


def test_with_await_both_steps_run() -> None:
    outcome = outcome_of("step-not-awaited/last_fixed")

    assert outcome.log == ("welcome", "tips")
    assert outcome.warnings == ()


def test_a_returned_step_fails_the_run() -> None:
    outcome = outcome_of("step-not-awaited/returned")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * (UNSERIALIZABLE,)
    assert outcome.log == ("welcome",)


def test_the_result_of_a_step_without_await_is_a_coroutine() -> None:
    outcome = outcome_of("step-not-awaited/result_used")

    assert failed_four_times(outcome, "TypeError: 'coroutine' object is not subscriptable")


def test_a_function_that_is_called_early_does_its_work_in_every_pass_and_fails_the_step() -> None:
    outcome = outcome_of("step-called-early/called")

    assert outcome.status == "failed"
    assert outcome.error == "TypeError: 'str' object is not callable"
    assert outcome.logged("charge") == outcome.passes == 5


def test_a_coroutine_is_no_step_function() -> None:
    outcome = outcome_of("step-called-early/coroutine")

    assert outcome.error == "TypeError: 'coroutine' object is not callable"
    assert outcome.log == ()
    assert "coroutine 'charge' was never awaited" in outcome.warnings


def test_the_function_itself_runs_once() -> None:
    outcome = outcome_of("step-called-early/called_fixed")

    assert outcome.status == "completed"
    assert outcome.log == ("charge",)


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("missing", "TypeError: charge() missing 1 required positional argument: 'amount'"),
        ("too_many", "takes 0 positional arguments but 1 was given"),
    ],
)
def test_arguments_that_do_not_fit_fail_the_step_after_four_attempts(case: str, error: str) -> None:
    outcome = outcome_of(f"step-function-arguments/{case}")

    assert outcome.status == "failed"
    assert error in outcome.error
    assert [delivery.ops for delivery in outcome.deliveries] == [
        *(3 * [("StepError",)]),
        ("StepFailed",),
        (),
    ]
    assert outcome.log == ()


def test_arguments_by_keyword_fail_the_request() -> None:
    outcome = outcome_of("step-function-arguments/keyword")

    assert failed_four_times(outcome, "TypeError: Step.run() got an unexpected keyword argument 'amount'")


def test_arguments_after_the_function_are_handed_on() -> None:
    outcome = outcome_of("step-function-arguments/missing_fixed")

    assert (outcome.status, outcome.output) == ("completed", 120)


@pytest.mark.parametrize("case", ["coroutine", "lambda_on_fastapi"])
def test_a_coroutine_in_a_sync_function_cannot_be_sent(case: str) -> None:
    outcome = outcome_of(f"async-step-in-sync-handler/{case}")

    assert failed_four_times(outcome, UNSERIALIZABLE_STEP)
    assert outcome.log == ()
    assert set(outcome.warnings) == {"coroutine 'charge' was never awaited"}


def test_a_coroutine_that_is_run_in_the_step_is_right() -> None:
    outcome = outcome_of("async-step-in-sync-handler/coroutine_fixed")

    assert (outcome.status, outcome.output) == ("completed", "receipt")
