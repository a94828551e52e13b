"""WF4: how steps are named."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from .node import Driver

_UNNAMED = (
    "WorkflowError: A workflow step name cannot be undefined or an empty string. "
    "Please provide a name for your workflow step."
)
_NO_BYTE = (
    "TypeError: Cannot convert argument to a ByteString because the character at index 7 "
    "has a value of 10003 which is greater than 255."
)


@pytest.mark.parametrize(("case", "step"), [("random", "charge"), ("clock", "report")])
def test_a_name_that_changes_fails_after_the_step_has_run(drive: Driver, case: str, step: str) -> None:
    outcome = drive(f"unstable-step-name/{case}", pause=2)

    assert outcome.status == "failed"
    assert outcome.log == [step]
    assert len(outcome.errors) == 2
    assert all(
        error.startswith(f"WorkflowError: Incompatible step name. Expected '{step}-")
        and f"got '{outcome.names[0]}' from the request" in error
        for error in outcome.errors
    )


def test_two_steps_of_one_name_get_their_own_results(drive: Driver) -> None:
    outcome = drive("duplicate-step-name/same_name")

    assert (outcome.status, outcome.result) == ("completed", ["customer", "seller"])


def test_the_steps_of_a_loop_get_their_own_results_under_one_name(drive: Driver) -> None:
    outcome = drive("loop-invariant-step-name/for_of")

    assert (outcome.status, outcome.result) == ("completed", ["ALPHA", "BETA", "GAMMA"])


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("empty", _UNNAMED),
        ("undefined", _UNNAMED),
        ("number", 'WorkflowError: A workflow step name must be a string. Received "120" (number).'),
        ("newline_in_call", 'TypeError: Headers.append: "charge\ncustomer" is an invalid header value.'),
        (
            "beyond_latin_1_in_call",
            _NO_BYTE,
        ),
    ],
)
def test_a_name_that_is_refused_fails_before_the_step_runs(drive: Driver, case: str, error: str) -> None:
    outcome = drive(f"invalid-step-name/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [error]
    assert (outcome.log, outcome.names, outcome.calls) == ([], [], [])


def test_a_name_that_is_refused_answers_a_caller_with_the_error(drive: Driver) -> None:
    outcome = drive("invalid-step-name/empty", start="post")

    assert [(item.kind, item.status) for item in outcome.deliveries] == [("start", 500)]
