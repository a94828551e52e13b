"""WF6: the use of the SDK."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from .errors import UNAUTHENTICATED

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize(
    ("case", "sleeps"),
    [
        ("no_name", []),
        ("no_name_fixed", ["7d"]),
        ("undefined", []),
        ("negative", ["-1s"]),
        ("fraction", ["2s", "0s"]),
        ("odd_text", ["5min"]),
    ],
)
def test_a_duration_is_sent_to_the_server_as_it_is(drive: Driver, case: str, sleeps: list[str]) -> None:
    outcome = drive(f"invalid-duration/{case}")

    assert (outcome.status, outcome.errors) == ("completed", [])
    assert outcome.sleeps == sleeps


@pytest.mark.parametrize(
    ("handler", "error"),
    [
        (
            "invalid-duration/number_alone",
            'WorkflowError: A workflow step name must be a string. Received "60" (number).',
        ),
        ("invalid-duration/date", "TypeError: request.delay.toFixed is not a function"),
        ("invalid-duration/null", "TypeError: Cannot read properties of null (reading 'toFixed')"),
        ("invalid-timestamp/no_name", "TypeError: Cannot read properties of undefined (reading 'getTime')"),
        (
            "call-arguments/positional_url",
            "TypeError: Cannot use 'in' operator to search for 'workflow' in https://bank.test/charge",
        ),
        ("call-arguments/no_url", "WorkflowError: Incompatible step received in LazyCallStep.getBody"),
        (
            "missing-context-method/agents",
            "TypeError: Cannot read properties of undefined (reading 'openai')",
        ),
        ("missing-context-method/snake_case", "TypeError: context.sleep_until is not a function"),
    ],
)
def test_what_the_sdk_cannot_take_fails(drive: Driver, handler: str, error: str) -> None:
    outcome = drive(handler)

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [error]
    assert (outcome.steps, outcome.calls) == ((), [])


@pytest.mark.parametrize(
    ("handler", "step"),
    [
        ("invalid-duration/odd_text", "pause"),
        ("invalid-timestamp/no_date", "next-day"),
        ("call-arguments/object_body", "charge"),
    ],
)
def test_what_the_server_refuses_leaves_the_run_hanging(drive: Driver, handler: str, step: str) -> None:
    outcome = drive(handler, refuse=[step])

    assert outcome.status == "hanging"
    assert outcome.errors == []
    assert outcome.conditions == ["success"]
    assert outcome.log == []


def test_milliseconds_are_taken_for_seconds(drive: Driver) -> None:
    (wrong,) = drive("invalid-timestamp/milliseconds").sleeps
    (right,) = drive("invalid-timestamp/milliseconds_fixed").sleeps

    assert int(wrong) > 900 * int(right)


def test_a_text_that_is_no_date_is_no_number(drive: Driver) -> None:
    assert drive("invalid-timestamp/no_date").sleeps == ["NaN"]


@pytest.mark.parametrize(
    ("case", "sent"),
    [
        ("object_body", {"headers": {}, "body": {"amount": 120}}),
        ("object_body_fixed", {"headers": {}, "body": '{"amount":120}'}),
        ("unknown_setting", {"headers": {}}),
        ("headers_object", {"headers": {}}),
        ("headers_object_fixed", {"headers": {"authorization": "Bearer secret"}}),
    ],
)
def test_what_a_call_sends(drive: Driver, case: str, sent: dict[str, Any]) -> None:
    outcome = drive(f"call-arguments/{case}")

    assert outcome.status == "completed"
    assert outcome.calls == [{"url": "https://bank.test/charge", "method": "POST", **sent}]


@pytest.mark.parametrize(
    ("case", "timeout"), [("wait_options_as_text", "7d"), ("wait_options_as_text_fixed", "2h")]
)
def test_how_long_an_event_is_waited_for(drive: Driver, case: str, timeout: str) -> None:
    outcome = drive(f"call-arguments/{case}")

    assert outcome.waits == [{"id": "approval-o-17", "timeout": timeout}]


def test_a_response_to_a_call_has_no_methods(drive: Driver) -> None:
    outcome = drive("call-response-misuse/json")

    assert outcome.status == "failed"
    assert outcome.names == ["quote"]
    assert outcome.errors == 2 * ["TypeError: response.json is not a function"]


def test_a_response_to_a_call_has_only_three_fields(drive: Driver) -> None:
    outcome = drive("call-response-misuse/ok")

    assert (outcome.status, outcome.result) == ("completed", [None, None, None, 200])


def test_a_request_that_fails_does_not_throw(drive: Driver) -> None:
    outcome = drive("unchecked-call-status/body", answers=[{"status": 500, "body": "oops"}])

    assert (outcome.status, outcome.result) == ("completed", "oops")
    assert outcome.results["quote"]["status"] == 500


def test_a_workflow_that_is_invoked_and_fails_does_not_throw(drive: Driver) -> None:
    outcome = drive("unchecked-call-status/invoked", children=[{"body": "oops", "isFailed": True}])

    assert (outcome.status, outcome.result) == ("completed", "oops")
    assert outcome.results["ship"]["isFailed"] is True


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("nested", "TypeError: Cannot read properties of undefined (reading 'id')"),
        ("argument_of_first_step", "TypeError: Cannot read properties of undefined (reading 'id')"),
        ("api_call", "TypeError: Cannot read properties of undefined (reading 'id')"),
        ("array_method", "TypeError: Cannot read properties of undefined (reading 'map')"),
        ("guard", UNAUTHENTICATED),
        ("schema", "ZodError: "),
    ],
)
def test_the_answer_to_a_call_meets_a_handler_that_wants_another_payload(
    drive: Driver, case: str, error: str
) -> None:
    outcome = drive(f"payload-read-before-call/{case}")

    assert outcome.status == "failed"
    assert len(outcome.calls) == 1
    assert outcome.steps == ()
    assert [item.status >= 400 for item in outcome.of_kind("callback")] == [True, True]
    assert all(told.startswith(error) for told in outcome.errors)


def test_the_answer_to_a_call_does_not_have_the_headers_of_the_start(drive: Driver) -> None:
    outcome = drive("payload-read-before-call/header_guard", headers={"Authorization": "Bearer secret"})

    assert outcome.status == "failed"
    assert [item.status for item in outcome.of_kind("callback")] == [400, 400]


def test_headers_have_no_fields(drive: Driver) -> None:
    headers = {"Authorization": "Bearer secret"}

    assert drive("header-case/property", headers=headers).result == "turned away"
    assert drive("header-case/property_fixed", headers=headers).result == "welcome"


def test_headers_of_the_sdk_and_of_proxies_are_taken_out(drive: Driver) -> None:
    headers = {"X-Forwarded-For": "10.0.0.1", "X-Agent": "ada"}

    assert drive("header-case/taken_out", headers=headers).result == "null null ada"


def test_retries_belong_to_the_trigger(drive: Driver) -> None:
    served = drive("invalid-serve-option/retries", retries=3)
    triggered = drive("invalid-serve-option/retries", retries=0)

    assert (served.ran["charge"], triggered.ran["charge"]) == (4, 1)


def test_a_url_for_failures_belongs_to_the_trigger(drive: Driver) -> None:
    outcome = drive("invalid-serve-option/failure_url")

    assert outcome.status == "failed"
    assert [item.condition for item in outcome.of_kind("failure")] == ["failure-callback-undefined"]
    assert outcome.requests == []


@pytest.mark.parametrize(("case", "field"), [("event_data", "approved"), ("webhook", "json")])
def test_after_a_timeout_there_is_nothing_to_read(drive: Driver, case: str, field: str) -> None:
    outcome = drive(f"unchecked-wait-timeout/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [f"TypeError: Cannot read properties of undefined (reading '{field}')"]


def test_an_event_that_comes_has_data(drive: Driver) -> None:
    event = {"id": "approval-o-17", "data": {"approved": True}}

    assert drive("unchecked-wait-timeout/event_data", events=[event]).result is True
    assert drive("unchecked-wait-timeout/event_data_fixed").result is False
