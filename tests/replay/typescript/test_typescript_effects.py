"""WF2: how often work outside steps is done."""

from __future__ import annotations

import pytest

from .node import Driver

_RESERVE = "POST https://stock.test/reserve"


def test_what_is_logged_outside_steps_is_logged_in_every_pass(drive: Driver) -> None:
    outcome = drive("output-outside-step/three_places")

    assert len(outcome.deliveries) == 3
    assert outcome.ran == {"before": 6, "in a step": 1, "between": 2, "after": 1}


def test_a_run_that_somebody_posts_has_one_more_delivery_and_pass(drive: Driver) -> None:
    outcome = drive("output-outside-step/three_places", start="post")

    assert [item.kind for item in outcome.deliveries] == ["start", "step", "step", "step"]
    assert outcome.ran == {"before": 7, "in a step": 1, "between": 2, "after": 1}


def test_steps_side_by_side_take_two_deliveries_each(drive: Driver) -> None:
    outcome = drive("output-outside-step/parallel")

    assert len(outcome.deliveries) == 5
    assert outcome.ran == {"before": 10, "in a step": 1, "after": 1}


@pytest.mark.parametrize(("case", "requests"), [("prelude", 6), ("between", 2), ("beside_step", 6)])
def test_a_request_outside_steps_is_sent_in_every_pass(drive: Driver, case: str, requests: int) -> None:
    outcome = drive(f"network-outside-step/{case}")

    assert outcome.status == "completed"
    assert outcome.requests == requests * [_RESERVE]


def test_a_request_in_a_step_is_sent_once(drive: Driver) -> None:
    assert drive("network-outside-step/prelude_fixed").requests == [_RESERVE]


def test_a_run_that_is_started_outside_steps_is_started_in_every_pass(drive: Driver) -> None:
    url = "https://app.test/api/ship"

    assert drive("network-outside-step/trigger").started == [url, url]
    assert drive("network-outside-step/trigger_fixed").started == [url]


def test_the_client_of_the_context_leads_nowhere_before_the_first_step(drive: Driver) -> None:
    outcome = drive("network-outside-step/client_of_context")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["TypeError: Invalid URL"]


def test_a_timer_outside_steps_is_waited_for_in_every_pass(drive: Driver) -> None:
    assert drive("sleep-outside-step/timer").ran == {"waited": 6}
    assert drive("sleep-outside-step/timer_fixed").sleeps == ["1s"]


def test_a_step_that_nobody_awaits_ends_a_plain_node_process(drive: Driver) -> None:
    plain = Driver(plain=True)

    with pytest.raises(RuntimeError, match="the driver ended"):
        plain("step-not-awaited/only")
    assert plain.close() == 1
    assert drive("step-not-awaited/only").unhandled
