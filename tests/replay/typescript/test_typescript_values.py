"""WF1: values that change between passes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .errors import incompatible

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize("case", ["two_values", "new_date", "performance_now"])
def test_two_steps_see_two_times(drive: Driver, case: str) -> None:
    outcome = drive(f"clock-outside-step/{case}", pause=2)

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.results["store"] != outcome.results["announce"]


def test_a_time_that_a_step_reads_stays(drive: Driver) -> None:
    outcome = drive("clock-outside-step/two_values_fixed", pause=2)

    assert outcome.results["store"] == outcome.results["announce"]


def test_how_late_a_delivery_comes_decides_what_is_done(drive: Driver) -> None:
    outcome = drive("clock-outside-step/elapsed_decides", pause=60)

    assert outcome.status == "completed"
    assert outcome.names == ["start", "apologize"]


@pytest.mark.parametrize("case", ["two_values", "web_crypto", "math_random"])
def test_two_steps_see_two_random_values(drive: Driver, case: str) -> None:
    outcome = drive(f"random-outside-step/{case}")

    assert outcome.status == "completed"
    assert outcome.errors == []
    first, second = (step.result for step in outcome.steps)
    assert first != second


def test_a_random_value_that_a_step_makes_stays(drive: Driver) -> None:
    outcome = drive("random-outside-step/two_values_fixed")

    assert outcome.results["charge"] == outcome.results["receipt"]


def test_chance_that_falls_otherwise_in_the_replay_fails(drive: Driver) -> None:
    outcome = drive("random-outside-step/decides_step", randoms=(0.2, 0.8))

    assert outcome.status == "failed"
    assert outcome.names == ["heads"]
    assert outcome.errors == 2 * [incompatible("tails", "heads")]


def test_chance_that_falls_back_in_a_retry_completes_with_an_error_on_the_way(drive: Driver) -> None:
    outcome = drive("random-outside-step/decides_step", randoms=(0.2, 0.8, 0.2))

    assert outcome.status == "completed"
    assert outcome.errors == [incompatible("tails", "heads")]


def test_chance_that_a_step_asks_is_asked_once(drive: Driver) -> None:
    outcome = drive("random-outside-step/decides_step_fixed", randoms=(0.2, 0.8))

    assert outcome.status == "completed"
    assert outcome.names == ["toss", "heads", "pay"]


def test_fewer_rounds_in_the_replay_end_the_run_early(drive: Driver) -> None:
    outcome = drive("random-outside-step/loop_count", randoms=(0.9, 0.5, 0.1))

    assert outcome.status == "completed"
    assert outcome.errors == []
    assert outcome.names == ["round-0", "round-1"]


def test_a_shuffle_asks_for_another_step_in_the_replay(drive: Driver) -> None:
    outcome = drive("random-outside-step/shuffled_order", randoms=(0.9, 0.1))

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [incompatible("pack-gamma", "pack-alpha")]


def test_a_random_event_is_not_the_one_that_somebody_was_told(drive: Driver) -> None:
    outcome = drive("random-outside-step/event_id")
    told = [line.removeprefix("ask ") for line in outcome.log]

    assert (outcome.status, outcome.result) == ("completed", "no answer")
    assert len(told) == 1
    assert [wait["id"] for wait in outcome.waits] != told


def test_the_id_of_the_run_is_the_same_when_somebody_is_told_and_waited_for(drive: Driver) -> None:
    outcome = drive("random-outside-step/event_id_fixed")

    assert outcome.log == [f"ask {wait['id']}" for wait in outcome.waits]


def test_a_switch_that_a_deploy_turns_changes_the_steps_of_a_run_in_flight(drive: Driver) -> None:
    switched: tuple[dict[str, str], ...] = ({}, {}, {"NEW_CHECKOUT": "on"})
    outcome = drive("environment-outside-step/decides_step", environments=switched)
    fixed = drive("environment-outside-step/decides_step_fixed", environments=switched)

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [incompatible("reserve", "charge")]
    assert (fixed.status, fixed.names) == ("completed", ["get-switch", "charge", "mail"])


def test_a_cache_of_the_process_skips_the_step_in_the_replay(drive: Driver) -> None:
    outcome = drive("global-state-outside-step/cache")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [incompatible("use", "load")]
    assert drive("global-state-outside-step/cache_fixed").status == "completed"


def test_a_cache_does_not_matter_where_each_delivery_meets_a_new_process(drive: Driver) -> None:
    outcome = drive("global-state-outside-step/cache", fresh=True)

    assert outcome.status == "completed"


def test_a_counter_advances_by_two_with_each_delivery(drive: Driver) -> None:
    outcome = drive("global-state-outside-step/counter")

    assert outcome.results == {"store": {"number": 2}, "announce": {"number": 4}}


def test_a_counter_in_a_name_is_not_found_again(drive: Driver) -> None:
    outcome = drive("global-state-outside-step/counter_in_name")

    assert outcome.status == "failed"
    assert outcome.errors == [incompatible("store-4", "store-2"), incompatible("store-6", "store-2")]


def test_the_number_of_the_attempt_is_that_of_a_first_one_in_the_next_delivery(drive: Driver) -> None:
    outcome = drive("delivery-value-outside-step/retried")

    assert outcome.errors == ["Error: busy", *2 * [incompatible("charge-0", "charge-1")]]
