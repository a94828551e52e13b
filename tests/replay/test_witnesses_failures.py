"""WF307, WF308, WF311, WF314 and WF315: exceptions and the abort by which the SDK ends a pass."""

from __future__ import annotations

import pytest

from .cases import PARALLEL, UNAUTHENTICATED, incompatible, outcome_of


@pytest.mark.parametrize("case", ["whole_body", "bare_except", "suppress", "return_in_finally"])
def test_an_abort_swallowed_around_the_first_step_rejects_the_trigger(case: str) -> None:
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert not outcome.started
    assert outcome.errors == [UNAUTHENTICATED]
    assert outcome.steps == ()


@pytest.mark.parametrize("case", ["first_step", "retry_decorator"])
def test_an_abort_swallowed_before_another_step_repeats_the_first(case: str) -> None:
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [PARALLEL]
    assert outcome.log == ("prepare", *4 * ("price",))
    assert outcome.executed == {"prepare": 1, "price": 4}


@pytest.mark.parametrize(("case", "told"), [("own_manager", True), ("exit_stack", False)])
def test_a_manager_that_swallows_the_abort_repeats_the_first_step(case: str, told: bool) -> None:  # noqa: FBT001
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [PARALLEL]
    assert outcome.executed == {"charge": 4}
    assert ("failed" in outcome.log) is told


@pytest.mark.parametrize(
    ("case", "executed"),
    [
        ("saga", {"book": 1, "charge": 4}),
        ("tracker", {"begin": 1, "charge": 4}),
        ("exit_callback", {"charge": 4}),
    ],
)
def test_a_step_in_cleanup_fails_and_repeats_the_step_that_is_left(
    case: str, executed: dict[str, int]
) -> None:
    outcome = outcome_of(f"step-in-cleanup/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [PARALLEL]
    assert outcome.executed == executed
    assert not {"undo", "end", "release"} & set(outcome.log)


def test_an_abort_swallowed_in_flask_runs_the_next_step_on_the_fallback_and_again_on_the_result() -> None:
    outcome = outcome_of("abort-swallowed/first_step_flask")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.log == ("price", "charge fallback", "charge price")


@pytest.mark.parametrize(
    ("case", "log"),
    [("tail", ("price", "charge", "caught")), ("each_item_of_a_loop", ("prepare", "alpha"))],
)
def test_an_abort_swallowed_at_the_end_deletes_the_run_with_the_step(case: str, log: tuple[str, ...]) -> None:
    outcome = outcome_of(f"abort-swallowed/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert len(outcome.deliveries) == 3  # a trigger and one delivery a step: the last one is missing
    assert outcome.log == log


def test_a_fallback_step_never_runs_and_the_failed_one_is_repeated() -> None:
    outcome = outcome_of("step-after-caught-failure/narrow_except")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [PARALLEL]
    assert outcome.log == 4 * ("charge",)
    assert outcome.steps == ()


def test_a_fallback_step_in_flask_is_recorded_where_nothing_looks_for_it() -> None:
    outcome = outcome_of("step-after-caught-failure/narrow_except_flask")

    assert outcome.status == "failed"
    assert [(step.number, step.name) for step in outcome.steps] == [(2, "fallback")]
    assert outcome.errors == 4 * [incompatible("charge", "fallback")]


def test_a_broad_except_after_the_reraise_does_the_next_step_twice_in_flask() -> None:
    outcome = outcome_of("step-after-caught-failure/broad_except_after_reraise_flask")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.logged("ship") == 2
    assert outcome.logged("charge") == 1


def test_returning_after_a_caught_failure_ends_the_run_at_the_first_attempt() -> None:
    outcome = outcome_of("step-after-caught-failure/early_return")

    assert outcome.status == "completed"
    assert outcome.steps == ()
    assert outcome.log == ("charge",)


def test_a_failure_returned_by_the_step_leads_to_the_fallback() -> None:
    outcome = outcome_of("step-after-caught-failure/narrow_except_fixed")

    assert outcome.results["charge"] == {"ok": False, "error": "card declined"}
    assert outcome.log == ("charge", "fallback")


def test_raising_the_abort_hangs_the_run() -> None:
    outcome = outcome_of("abort-raised/stop")

    assert outcome.status == "hanging"
    assert outcome.errors == []
    assert outcome.log == ("price",)


def test_a_timeout_that_fires_repeats_the_step_and_bars_the_next() -> None:
    outcome = outcome_of("timeout-around-step/wait_for")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [PARALLEL]
    assert outcome.log == 4 * ("slow",)


def test_a_403_raised_in_the_prelude_is_answered_as_500() -> None:
    outcome = outcome_of("raise-before-first-step/http_exception")

    assert [delivery.status for delivery in outcome.deliveries] == [500]
    assert outcome.errors == ["HTTPException: 403: nope"]
