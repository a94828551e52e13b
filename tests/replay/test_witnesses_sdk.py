"""WF6 and WF7: use of the SDK, and deployment."""

from __future__ import annotations

import pytest

from .cases import outcome_of


def test_a_timedelta_is_no_duration() -> None:
    outcome = outcome_of("invalid-duration/timedelta")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * ["TypeError: Object of type timedelta is not JSON serializable"]
    assert outcome_of("invalid-duration/timedelta_fixed").sleeps == ("86400s",)


@pytest.mark.parametrize(("case", "wire"), [("float", "86400.0"), ("bool", "Trues"), ("swapped", "nap")])
def test_a_duration_goes_to_the_server_as_it_is(case: str, wire: str) -> None:
    # What the server makes of it is not known; its API takes a value with a unit.
    outcome = outcome_of(f"invalid-duration/{case}")

    assert outcome.sleeps == (wire,)


def test_a_sleep_without_a_duration_does_not_sleep() -> None:
    assert outcome_of("invalid-duration/none").sleeps == ()


def test_a_sleep_without_a_name_rejects_the_trigger() -> None:
    outcome = outcome_of("invalid-duration/missing_name")

    assert not outcome.started
    assert outcome.errors == [
        "TypeError: WorkflowContext.sleep() missing 1 required positional argument: 'duration'"
    ]


@pytest.mark.parametrize(
    ("case", "method", "log"),
    [
        ("wait_for_event", "wait_for_event", ("ask",)),
        ("camel_case", "sleepUntil", ("ask",)),
        ("cancel", "cancel", ()),
    ],
)
def test_a_method_that_the_sdk_does_not_have_fails_each_attempt(
    case: str, method: str, log: tuple[str, ...]
) -> None:
    outcome = outcome_of(f"missing-context-method/{case}")

    assert outcome.started
    assert outcome.status == "failed"
    assert outcome.errors == 4 * [f"AttributeError: 'WorkflowContext' object has no attribute '{method}'"]
    assert outcome.log == log
