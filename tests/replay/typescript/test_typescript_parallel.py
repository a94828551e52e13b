"""WF303: steps side by side, and what waits for them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .errors import branches, incompatible

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize("case", ["await_before_step", "timer_before_step", "three_ticks"])
def test_a_branch_that_awaits_something_else_first_runs_its_step_twice(drive: Driver, case: str) -> None:
    outcome = drive(f"parallel-steps/{case}", pause=5)

    assert outcome.status == "completed"
    assert outcome.plans == []
    assert outcome.ran == {"load user": 1, "load order": 2, "join": 1}
    assert "duplicate-step" in outcome.conditions


def test_a_race_waits_for_all_and_the_first_that_is_listed_wins(drive: Driver) -> None:
    outcome = drive("parallel-steps/race")

    assert outcome.status == "completed"
    assert outcome.plans == ["patience", "ask-bank"]
    assert outcome.results["ask-bank"] == "a quote"
    assert outcome.result == "too late"


def test_a_branch_of_a_race_that_has_more_to_do_loses(drive: Driver) -> None:
    outcome = drive("parallel-steps/race_with_then")

    assert (outcome.status, outcome.result) == ("completed", "a quote")


def test_a_timer_that_wins_leaves_a_gap_in_the_log(drive: Driver) -> None:
    outcome = drive("parallel-steps/race_with_timer")

    assert outcome.status == "failed"
    assert [(step.number, step.name) for step in outcome.steps] == [(1, "accept"), (3, "report")]
    assert outcome.errors == 2 * [incompatible("charge", "report")]


@pytest.mark.parametrize(("case", "log"), [("any_first", []), ("any_after_step", ["accept"])])
def test_any_waits_for_a_step_that_does_not_throw(drive: Driver, case: str, log: list[str]) -> None:
    outcome = drive(f"parallel-steps/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["AggregateError: All promises were rejected"]
    assert outcome.log == log


def test_all_settled_lets_the_next_step_run_in_every_delivery(drive: Driver) -> None:
    outcome = drive("parallel-steps/all_settled")

    assert outcome.status == "failed"
    assert outcome.ran["join rejected,rejected"] == 5
    assert outcome.errors == 2 * [incompatible("join", "ask-broker")]


def test_a_try_around_all_lets_the_next_step_run_in_every_delivery(drive: Driver) -> None:
    outcome = drive("parallel-steps/try_around_all")

    assert outcome.status == "failed"
    assert outcome.ran["join"] == 5
    assert outcome.errors == 2 * [incompatible("join", "ask-broker")]


@pytest.mark.parametrize("case", ["all_settled_last", "branch_with_catch"])
def test_branches_that_swallow_at_the_end_never_run(drive: Driver, case: str) -> None:
    outcome = drive(f"parallel-steps/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.log == ["accept"]
    assert outcome.plans == ["ask-bank", "ask-broker"]


def test_a_branch_that_fails_is_retried_alone(drive: Driver) -> None:
    outcome = drive("parallel-steps/failing_branch")

    assert outcome.status == "failed"
    assert outcome.ran == {"good": 1, "bad": 2}
    assert outcome.errors == 2 * [
        "WorkflowError: Error submitting steps to QStash in partial parallel step execution: Error: no stock"
    ]


def test_a_limiter_runs_the_step_beyond_its_limit_in_every_delivery(drive: Driver) -> None:
    outcome = drive("parallel-steps/limiter")

    assert outcome.status == "failed"
    assert outcome.ran == {"pack alpha": 1, "pack beta": 1, "pack gamma": 6}
    assert len(outcome.errors) == 2
    assert all("Incompatible steps detected in parallel execution" in error for error in outcome.errors)


def test_a_step_that_is_tried_again_in_one_pass_runs_once_a_try(drive: Driver) -> None:
    outcome = drive("parallel-steps/retried_by_hand")

    assert outcome.status == "failed"
    assert outcome.ran["charge"] == 3
    assert outcome.errors == 2 * [incompatible("mail", "charge")]


def test_a_limit_of_one_runs_each_step_until_those_before_it_are_recorded(drive: Driver) -> None:
    outcome = drive("parallel-steps/limit_of_one")

    assert outcome.status == "completed"
    assert outcome.ran == {"pack alpha": 1, "pack beta": 2, "pack gamma": 3}


def test_another_number_of_branches_in_the_replay_fails(drive: Driver) -> None:
    outcome = drive("parallel-steps/branches_by_chance", randoms=(0.1, 0.9))

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [branches(3, 2, "partial")]


def test_branches_go_in_lockstep(drive: Driver) -> None:
    outcome = drive("silent/promise_all_of_sequences")
    kinds = [name.split("-")[0] for name in outcome.names]

    assert kinds == [*3 * ["pack"], *3 * ["ship"], "report"]
    assert len(outcome.deliveries) == 7 + 6 + 1
