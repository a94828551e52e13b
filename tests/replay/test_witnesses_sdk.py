"""WF6: use of the SDK."""

from __future__ import annotations

import json
import sys
import time
from typing import TYPE_CHECKING

import pytest

from .cases import ORDER, UNAUTHENTICATED, outcome_of
from .standin import ThirdPartyAnswer

if TYPE_CHECKING:
    from collections.abc import Iterator


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


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("date", "AttributeError: 'datetime.date' object has no attribute 'timestamp'"),
        ("timedelta", "AttributeError: 'datetime.timedelta' object has no attribute 'timestamp'"),
        ("not_iso", "ValueError: Invalid isoformat string: '5m'"),
    ],
)
def test_what_is_no_moment_rejects_the_trigger(case: str, error: str) -> None:
    outcome = outcome_of(f"invalid-timestamp/{case}")

    assert not outcome.started
    assert outcome.errors == [error]


def test_milliseconds_are_taken_for_seconds() -> None:
    assert outcome_of("invalid-timestamp/milliseconds").sleeps == ("1893456000000",)


def test_the_letter_z_needs_python_3_11() -> None:
    outcome = outcome_of("invalid-timestamp/zulu")

    if sys.version_info < (3, 11):
        assert outcome.errors == ["ValueError: Invalid isoformat string: '2030-01-01T00:00:00Z'"]
    else:
        assert outcome.sleeps == ("1893456000",)


@pytest.fixture
def _new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with monkeypatch.context() as patch:
        patch.setenv("TZ", "America/New_York")
        time.tzset()
        yield
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of a process can be set on Unix only")
@pytest.mark.usefixtures("_new_york")
def test_a_naive_datetime_is_five_hours_off_in_new_york() -> None:
    naive, aware = outcome_of("invalid-timestamp/naive"), outcome_of("invalid-timestamp/naive_fixed")

    assert int(naive.sleeps[0]) - int(aware.sleeps[0]) == 5 * 3600


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("positional_url", "TypeError: WorkflowContext.call() takes 2 positional arguments but 3 were given"),
        ("json_keyword", "TypeError: WorkflowContext.call() got an unexpected keyword argument 'json'"),
    ],
)
def test_an_argument_that_call_does_not_take_fails_each_attempt(case: str, error: str) -> None:
    outcome = outcome_of(f"call-arguments/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [error]
    assert outcome.calls == ()


def test_a_body_that_is_json_already_is_encoded_twice() -> None:
    wrong, fixed = outcome_of("call-arguments/encoded_body"), outcome_of("call-arguments/encoded_body_fixed")

    assert json.loads(wrong.calls[0].body) == json.dumps(ORDER)
    assert json.loads(fixed.calls[0].body) == ORDER


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("headers", "AttributeError: 'CallResponse' object has no attribute 'headers'"),
        ("status_code", "AttributeError: 'CallResponse' object has no attribute 'status_code'"),
        ("json", "AttributeError: 'CallResponse' object has no attribute 'json'"),
        ("subscript", "TypeError: 'CallResponse' object is not subscriptable"),
    ],
)
def test_a_call_response_is_no_http_response(case: str, error: str) -> None:
    outcome = outcome_of(f"call-response-misuse/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 4 * [error]
    assert len(outcome.calls) == 1


def test_a_request_that_failed_does_not_raise() -> None:
    outcome = outcome_of(
        "unchecked-call-status/not_looked_at", answer=lambda _: ThirdPartyAnswer(500, '"out of order"')
    )

    assert outcome.status == "completed"
    assert outcome.results["hook"]["status"] == 500
    assert outcome.results["done"] == "out of order"


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("subscript", "KeyError: 'order_id'"),
        ("guard", UNAUTHENTICATED),
        ("model", "ValidationError: 1 validation error for Order"),
    ],
)
def test_the_answer_of_a_call_is_lost_where_the_prelude_reads_the_payload(case: str, error: str) -> None:
    outcome = outcome_of(f"payload-read-before-call/{case}")

    assert outcome.status == "failed"
    assert [delivery.kind for delivery in outcome.deliveries] == ["trigger", "step", *4 * ["callback"]]
    assert {found.splitlines()[0] for found in outcome.errors} == {error}
    assert len(outcome.calls) == 1
    assert outcome.steps == ()


@pytest.mark.parametrize("case", ["upper_case", "lower_case"])
def test_a_header_in_the_wrong_case_turns_every_caller_away(case: str) -> None:
    outcome = outcome_of(f"header-case/{case}")

    assert not outcome.started
    assert outcome.errors == [UNAUTHENTICATED]


def test_an_annotation_does_not_parse_the_payload() -> None:
    outcome = outcome_of("payload-not-parsed/model_annotation")

    assert not outcome.started
    assert outcome.errors == ["AttributeError: 'dict' object has no attribute 'order_id'"]
