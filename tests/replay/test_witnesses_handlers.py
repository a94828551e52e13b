"""WF310, WF312, WF313, WF611 and WF701: how a handler is registered, and who may call it."""

from __future__ import annotations

import base64
import json

import pytest

from .cases import ORDER, UNAUTHENTICATED, outcome_of
from .drive import WITNESSES, environment, opened
from .wire import Request

KEYS = {
    "QSTASH_CURRENT_SIGNING_KEY": "a signing key of thirty-two bytes",
    "QSTASH_NEXT_SIGNING_KEY": "another key that has thirty-two bytes",
}
NOT_IMPORTED = [
    (
        "handler-kind-mismatch/sync_in_fastapi",
        ValueError,
        r"route_function must be an async function when using the @serve\.post decorator",
    ),
    (
        "handler-kind-mismatch/async_in_flask",
        ValueError,
        r"route_function must be a sync function when using the @serve\.route decorator",
    ),
    (
        "handler-kind-mismatch/same_name_in_flask",
        AssertionError,
        "View function mapping is overwriting an existing endpoint function: work",
    ),
    ("invalid-serve-option/camel_case", TypeError, "unexpected keyword argument 'failureUrl'"),
    ("invalid-serve-option/redact", TypeError, "unexpected keyword argument 'redact'"),
    ("invalid-serve-option/constructor", TypeError, "unexpected keyword argument 'retries'"),
    ("invalid-serve-option/wrong_client", ValueError, "qstash_client must be an instance of AsyncQStash"),
]


@pytest.mark.parametrize("case", ["no_step", "empty_list"])
def test_a_handler_that_reaches_no_step_rejects_the_trigger(case: str) -> None:
    outcome = outcome_of(f"no-step-reached/{case}")

    assert not outcome.started
    assert outcome.errors == [UNAUTHENTICATED]


def test_a_handler_without_a_step_runs_once_for_each_request() -> None:
    assert outcome_of("no-step-reached/no_step").log == ("work",)


def test_a_step_in_the_failure_function_runs_into_the_failed_run_at_each_attempt() -> None:
    outcome = outcome_of("step-in-failure-function/run")
    answers = [delivery for delivery in outcome.deliveries if delivery.kind == "failure"]

    assert outcome.status == "failed"
    assert [(answer.status, answer.error) for answer in answers] == 4 * [(500, "WorkflowAbort")]
    assert outcome.late == 4 * ("refund",)


@pytest.mark.parametrize(("witness", "error", "message"), NOT_IMPORTED)
def test_a_handler_that_cannot_be_registered(witness: str, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        outcome_of(witness)


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("generator_in_flask", UNAUTHENTICATED),
        ("no_parameter", "TypeError: work() takes 0 positional arguments but 1 was given"),
        ("two_parameters", "TypeError: work() missing 1 required positional argument: 'customer'"),
        ("async_in_bare_serve", UNAUTHENTICATED),
        ("sync_in_bare_async_serve", "TypeError: object NoneType can't be used in 'await' expression"),
    ],
)
def test_a_handler_of_the_wrong_kind_rejects_the_trigger(case: str, error: str) -> None:
    outcome = outcome_of(f"handler-kind-mismatch/{case}")

    assert not outcome.started
    assert outcome.errors == [error]
    assert outcome.warnings == (
        ("coroutine 'work' was never awaited",) if case == "async_in_bare_serve" else ()
    )


def failure_answers(case: str) -> tuple[tuple[str, ...], list[str], tuple[str, ...]]:
    outcome = outcome_of(f"handler-kind-mismatch/{case}")
    answers = [item for item in outcome.deliveries if item.kind == "failure"]
    return outcome.log, [f"{item.status} {item.message}".strip() for item in answers], outcome.warnings


def test_a_sync_failure_function_in_fastapi_runs_and_is_answered_as_an_error() -> None:
    log, answers, _ = failure_answers("sync_failure_function")

    assert answers == 4 * ["500 object NoneType can't be used in 'await' expression"]
    assert log == 4 * ("card declined",)


def test_an_async_failure_function_in_flask_never_runs_and_is_answered_as_done() -> None:
    log, answers, warnings = failure_answers("async_failure_function_in_flask")

    assert answers == ["200"]
    assert log == ()
    assert warnings == ("coroutine 'on_failure' was never awaited",)


def test_a_failure_function_is_called_with_four_arguments() -> None:
    log, answers, _ = failure_answers("failure_function_arity")

    assert answers == 4 * ["500 on_failure() takes 1 positional argument but 4 were given"]
    assert log == ()


def forged(*results: tuple[str, object]) -> Request:
    """Return a delivery that nobody but its sender has made up: a step log with these names and results."""
    steps = [
        {"stepId": number, "stepName": name, "stepType": "Run", "out": json.dumps(result), "concurrent": 1}
        for number, (name, result) in enumerate(results, start=1)
    ]
    entries = [
        {"messageId": "m", "callType": "step", "body": base64.b64encode(json.dumps(entry).encode()).decode()}
        for entry in (ORDER, *steps)
    ]
    headers = {"Upstash-Workflow-Sdk-Version": "1", "Upstash-Workflow-RunId": "wfr_forged"}
    return Request(headers, json.dumps(entries))


@pytest.mark.parametrize("witness", ["no_keys", "env_without_keys"])
def test_a_forged_log_ships_an_order_that_was_never_paid(witness: str) -> None:
    env = {} if witness == "no_keys" else KEYS
    with environment(env), opened(WITNESSES / f"unsigned-endpoint/{witness}.py") as endpoint:
        reply = endpoint.deliver(forged(("check-payment", True)))

        assert reply.status == 200
        assert endpoint.log() == ["ship"]


def test_with_both_keys_a_forged_log_is_rejected() -> None:
    with environment(KEYS), opened(WITNESSES / "unsigned-endpoint/no_keys.py") as endpoint:
        reply = endpoint.deliver(forged(("check-payment", True)))

        assert reply.status == 500
        assert "Failed to verify that the Workflow request comes from QStash" in reply.body
        assert endpoint.log() == []


@pytest.mark.parametrize(
    ("witness", "keys"), [("no_keys", list(KEYS)[:1]), ("no_keys", list(KEYS)[1:]), ("keys_loaded_late", [])]
)
def test_one_key_or_late_keys_verify_nothing(witness: str, keys: list[str]) -> None:
    outcome = outcome_of(f"unsigned-endpoint/{witness}", env={key: KEYS[key] for key in keys})

    assert outcome.status == "completed"
