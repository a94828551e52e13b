"""How the SDK takes durations, moments and events, how often it asks, and how it registers functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .node import Driver

_BODY = """
import { Inngest } from "inngest";

const inngest = new Inngest({ id: "shop" });

export default inngest.createFunction(OPTIONS, async ({ step }) => {
  console.log("prelude");
  await step.run("one", () => 1);
  await step.run("two", () => 2);
  return await step.run("three", () => 3);
});
"""
_OF_4 = _BODY.replace("OPTIONS", '{ id: "order", triggers: [{ event: "shop/order.placed" }] }')
_OF_3 = _BODY.replace("OPTIONS", '{ id: "order" }, { event: "shop/order.placed" }')


@pytest.mark.parametrize("case", ["no_name", "negative"])
def test_what_is_no_duration_is_sent_as_an_empty_one(drive: Driver, case: str) -> None:
    outcome = drive(f"invalid-duration/{case}")

    assert (outcome.status, outcome.sleeps) == ("completed", [""])


def test_text_that_the_sdk_does_not_read_is_sent_as_an_empty_duration(drive: Driver) -> None:
    outcome = drive("invalid-duration/odd_text")

    assert (outcome.sleeps, outcome.waits) == ([""], [{"event": "shop/paid", "timeout": ""}])


def test_a_number_counts_milliseconds(drive: Driver, drive_3: Driver) -> None:
    assert drive("invalid-duration/short").sleeps == ["1s"]
    assert drive_3("invalid-duration/short_3").sleeps == [""]


@pytest.mark.parametrize("text", ["10s", "2.5 hrs", "1 WEEK", "3 weeks", "10000", ".5h", "20 mins", "1y"])
def test_what_the_profile_takes_for_a_duration_is_one(drive: Driver, text: str) -> None:
    (sent,) = drive("invalid-duration/negative", sources=[_slept(text)]).sleeps

    assert sent != ""


@pytest.mark.parametrize("text", ["1 month", "1h30m", "soon", "1d10h", "-1d", "2 fortnights"])
def test_what_the_profile_takes_for_no_duration_is_none(drive: Driver, text: str) -> None:
    assert drive("invalid-duration/negative", sources=[_slept(text)]).sleeps == [""]


def _slept(text: str) -> str:
    return (
        'import { Inngest } from "inngest";\nconst inngest = new Inngest({ id: "shop" });\n'
        'export default inngest.createFunction({ id: "order", triggers: [{ event: "shop/order.placed" }] }, async ({ step }) => {\n'
        f'  await step.sleep("rest", "{text}");\n}});\n'
    )


@pytest.mark.parametrize(("case", "value"), [("number", "1893456000000"), ("no_date", "tomorrow")])
def test_what_is_no_moment_fails_the_step(drive: Driver, case: str, value: str) -> None:
    outcome = drive(f"invalid-timestamp/{case}")

    assert outcome.status == "failed"
    assert len(outcome.errors) == 2
    assert all(
        error.startswith("Invalid `Date`, date string, ") and error.endswith(f"passed to sleepUntil: {value}")
        for error in outcome.errors
    )


def test_an_event_that_has_not_come_is_null(drive: Driver) -> None:
    outcome = drive("unchecked-wait-timeout/event")

    assert outcome.status == "failed"
    assert set(outcome.errors) == {"Cannot read properties of null (reading 'data')"}
    assert drive("unchecked-wait-timeout/event_fixed").result == "unpaid"


def test_an_event_that_has_come_is_what_a_wait_gives(drive: Driver) -> None:
    come = {"name": "shop/paid", "data": {"receipt": "r-1"}}

    assert drive("unchecked-wait-timeout/event", events=[come]).result == "r-1"


def test_the_function_runs_once_where_steps_are_recorded_as_it_goes(drive: Driver) -> None:
    outcome = drive("order", sources=[_OF_4])

    assert (outcome.result, outcome.ran["prelude"], len(outcome.requests)) == (3, 1, 1)


def test_otherwise_each_step_takes_a_request(drive: Driver, drive_3: Driver) -> None:
    for outcome in (drive("order", sources=[_OF_4], checkpoints=False), drive_3("order", sources=[_OF_3])):
        assert (outcome.result, outcome.ran["prelude"], len(outcome.requests)) == (3, 4, 4)


def test_each_version_takes_the_function_in_its_own_place(drive: Driver, drive_3: Driver) -> None:
    with pytest.raises(RuntimeError, match="expected a handler function as the second argument"):
        drive("order", sources=[_OF_3])
    assert "is not a function" in drive_3("order", sources=[_OF_4]).errors[0]
