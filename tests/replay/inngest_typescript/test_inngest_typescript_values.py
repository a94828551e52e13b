"""Values that change from request to request, effects that repeat, and the data that crosses steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize(
    "case", ["clock-outside-step/two_steps", "random-outside-step/id", "global-state-outside-step/counter"]
)
def test_two_steps_with_a_sleep_between_use_different_values(drive: Driver, case: str) -> None:
    outcome = drive(case)

    assert outcome.status == "completed"
    assert outcome.result["first"] != outcome.result["second"]
    assert len(outcome.requests) == 2


def test_two_steps_use_different_values_before_version_4(drive_3: Driver) -> None:
    outcome = drive_3("clock-outside-step/two_steps_3")

    assert outcome.result["first"] != outcome.result["second"]
    assert len(outcome.requests) == 3


def test_the_attempt_is_another_one_behind_the_step(drive: Driver) -> None:
    outcome = drive("delivery-value-outside-step/attempt")

    assert outcome.log == ["attempt 0", "attempt 1"]
    assert (outcome.names, outcome.result) == (["charge"], 0)


@pytest.mark.parametrize(("checkpoints", "times"), [(True, 2), (False, 4)])
def test_what_is_sent_outside_a_step_is_sent_again(drive: Driver, *, checkpoints: bool, times: int) -> None:
    event = drive("network-outside-step/event_sent", checkpoints=checkpoints)
    request = drive("network-outside-step/request", checkpoints=checkpoints)

    assert event.sent == times * ["shop/order.seen"]
    assert request.outside == times * ["POST https://stock.test/reserve"]
    assert len(event.requests) == len(request.requests) == times


def test_what_a_step_changes_is_lost_in_the_next_request(drive: Driver, drive_3: Driver) -> None:
    assert drive("mutation-inside-step/total").result == 0
    assert drive_3("mutation-inside-step/total_3").result == 0


def test_a_date_comes_back_as_text(drive: Driver) -> None:
    outcome = drive("attribute-on-step-result/date")

    assert outcome.status == "failed"
    assert set(outcome.errors) == {"at.getTime is not a function"}


@pytest.mark.parametrize("checkpoints", [True, False])
def test_what_json_does_not_have_changes_or_is_left_out_of_a_step(
    drive: Driver, *, checkpoints: bool
) -> None:
    outcome = drive("lossy-step-result/values", checkpoints=checkpoints)

    assert outcome.status == "completed"
    assert outcome.result.pop("circle")["self"].startswith("[Circular ~")
    assert outcome.result == {"map": {}, "set": {}, "none": None}  # nor has the set a size


def test_a_step_that_returns_nothing_gives_null(drive: Driver) -> None:
    outcome = drive("missing-step-return/nothing")

    assert outcome.status == "failed"
    assert outcome.results == {"charge": None}
    assert set(outcome.errors) == {"Cannot read properties of null (reading 'id')"}


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("bigint", "Do not know how to serialize a BigInt"),
        ("circle", "Converting circular structure to JSON"),
    ],
)
def test_a_result_that_json_rejects_fails_the_function_after_its_steps(
    drive: Driver, case: str, error: str
) -> None:
    outcome = drive(f"unserializable-workflow-result/{case}")

    assert outcome.status == "failed"
    assert (outcome.names, outcome.log) == (["charge"], ["charged"])
    assert [each.partition("\n")[0] for each in outcome.errors] == 2 * [error]
