"""WF301 and WF302: steps inside steps, and steps that nobody awaits."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .errors import UNAUTHENTICATED, incompatible, nested

if TYPE_CHECKING:
    from .node import Driver

PACKED = ["pack-alpha", "pack-beta", "pack-gamma"]


@pytest.mark.parametrize(
    ("case", "inner", "outer", "log"),
    [
        ("direct", "credit", "transfer", ["debit"]),
        ("sleep_in_helper", "cool-down", "transfer", ["settle"]),
        ("call_in_arrow", "bank", "transfer", []),
        ("wait_for_event", "answer", "ask", []),
    ],
)
def test_a_nested_step_fails_and_repeats_what_stands_before_it(
    drive: Driver, case: str, inner: str, outer: str, log: list[str]
) -> None:
    outcome = drive(f"nested-step/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [nested(inner, outer)]
    assert outcome.log == 2 * log
    assert outcome.steps == ()


def test_a_nested_step_after_an_await_is_recorded_in_place_of_the_outer_one(drive: Driver) -> None:
    outcome = drive("nested-step/after_await")

    assert outcome.status == "failed"
    assert [(step.number, step.name) for step in outcome.steps] == [(2, "credit")]
    assert outcome.errors == 2 * [incompatible("transfer", "credit")]
    assert outcome.requests == ["POST https://bank.test/debit"]


def test_a_nested_step_after_an_await_and_without_one_is_recorded_with_the_outer_one(drive: Driver) -> None:
    outcome = drive("nested-step/after_await_not_awaited")

    assert outcome.status == "failed"
    assert [(step.number, step.name) for step in outcome.steps] == [(2, "credit"), (1, "transfer")]
    assert outcome.errors == 2 * [incompatible("transfer", "credit")]


@pytest.mark.parametrize(
    ("case", "log", "unhandled"),
    [("not_awaited", ["debit"], 1), ("in_try", ["debit", "not credited"], 0)],
)
def test_a_nested_step_whose_error_nobody_sees_never_runs(
    drive: Driver, case: str, log: list[str], unhandled: int
) -> None:
    outcome = drive(f"nested-step/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert (outcome.names, outcome.log) == (["transfer"], log)
    assert outcome.unhandled == unhandled * [nested("credit", "transfer")]


@pytest.mark.parametrize("case", ["only", "for_each_alone", "map_alone"])
def test_a_handler_that_awaits_no_step_never_starts(drive: Driver, case: str) -> None:
    outcome = drive(f"step-not-awaited/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [UNAUTHENTICATED]
    assert outcome.log == []


def test_a_last_step_without_await_ends_the_run_in_the_same_delivery(drive: Driver) -> None:
    outcome = drive("step-not-awaited/last")

    assert outcome.status == "completed"
    assert len(outcome.deliveries) == 2
    assert len(drive("step-not-awaited/last_fixed").deliveries) == 3


@pytest.mark.parametrize(
    ("case", "log"), [("last_with_work", ["welcome", "survey"]), ("timer", ["welcome", "survey"])]
)
def test_a_last_step_without_await_is_submitted_after_the_run_has_ended(
    drive: Driver, case: str, log: list[str]
) -> None:
    outcome = drive(f"step-not-awaited/{case}", pause=20)

    assert outcome.status == "completed"
    assert (outcome.log, outcome.late) == (log, ["survey"])


def test_what_follows_a_last_step_without_await_never_runs(drive: Driver) -> None:
    outcome = drive("step-not-awaited/then")

    assert outcome.status == "completed"
    assert outcome.log == ["welcome", "survey"]


@pytest.mark.parametrize("case", ["for_each_last", "map_without_all"])
def test_the_last_steps_of_a_loop_without_await_never_run(drive: Driver, case: str) -> None:
    outcome = drive(f"step-not-awaited/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert (outcome.log, outcome.names) == (["accept"], ["accept"])
    assert (outcome.plans, outcome.late) == (PACKED, PACKED)


def test_only_the_first_step_of_each_item_runs_beside_the_step_that_follows(drive: Driver) -> None:
    outcome = drive("step-not-awaited/for_each_before_step")

    assert outcome.status == "completed"
    assert outcome.names == [*PACKED, "mail"]
    assert outcome.late == ["ship-alpha", "ship-beta", "ship-gamma"]


@pytest.mark.parametrize(
    ("case", "group"),
    [
        ("result_used", ["create-user", "welcome"]),
        ("always_true", ["check", "ship"]),
        ("async_function", ["audit", "charge"]),
        ("stored_and_awaited", ["load-user", "load-order"]),
        ("for_await", ["load-user", "load-order"]),
    ],
)
def test_a_step_without_await_runs_beside_the_step_that_follows(
    drive: Driver, case: str, group: list[str]
) -> None:
    outcome = drive(f"step-not-awaited/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.plans == group
    assert len(outcome.unhandled) >= len(outcome.deliveries)


def test_what_a_step_without_await_gives_is_a_promise(drive: Driver) -> None:
    wrong = drive("step-not-awaited/result_used")
    right = drive("step-not-awaited/result_used_fixed")

    assert wrong.results["welcome"] == "welcome undefined"
    assert right.results["welcome"] == "welcome u-1"
    assert drive("step-not-awaited/always_true").results["check"] is False


def test_a_sleep_without_await_is_not_waited_for(drive: Driver) -> None:
    wrong = drive("step-not-awaited/sleep")
    right = drive("step-not-awaited/sleep_fixed")

    assert (wrong.sleeps, wrong.plans) == (["7d"], ["a-week", "tips"])
    assert (right.sleeps, right.plans) == (["7d"], [])


def test_a_cancellation_without_await_cancels_nothing(drive: Driver) -> None:
    outcome = drive("step-not-awaited/cancel")

    assert outcome.status == "completed"
    assert outcome.log == ["charge"]
    assert outcome.unhandled
    assert all(error.startswith("WorkflowCancelAbort: ") for error in outcome.unhandled)


def test_a_cancellation_ends_the_run(drive: Driver) -> None:
    outcome = drive("step-not-awaited/cancel_fixed", payload={"amount": 2000})

    assert outcome.status == "cancelled"
    assert (outcome.names, outcome.of_kind("failure")) == (["check"], [])
