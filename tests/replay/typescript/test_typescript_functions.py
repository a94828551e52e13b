"""WF304, WF305, WF505 and WF509: what a step is given to run, and what that returns."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from .outcome import Absent

if TYPE_CHECKING:
    from .node import Driver


@pytest.mark.parametrize("case", ["result", "promise"])
def test_a_function_that_is_called_early_runs_in_every_pass(drive: Driver, case: str) -> None:
    outcome = drive(f"step-called-early/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * ["TypeError: stepFunction is not a function"]
    assert outcome.ran == {"charge": 4}


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("destructured", "TypeError: Cannot destructure property 'id' of 'undefined' as it is undefined."),
        ("unbound_method", "TypeError: Cannot read properties of undefined (reading 'rate')"),
        (
            "swapped",
            'WorkflowError: A workflow step name must be a string. Received "() => 1" (function).',
        ),
    ],
)
def test_a_function_that_needs_what_nobody_gives_fails(drive: Driver, case: str, error: str) -> None:
    outcome = drive(f"step-function-arguments/{case}")

    assert outcome.status == "failed"
    assert outcome.errors == 2 * [error]
    assert outcome.steps == ()


@pytest.mark.parametrize(
    ("case", "result"),
    [("parameter", None), ("extra_argument", "charge undefined"), ("parameter_fixed", 240)],
)
def test_a_parameter_is_undefined(drive: Driver, case: str, result: object) -> None:
    outcome = drive(f"step-function-arguments/{case}")

    assert (outcome.status, outcome.result) == ("completed", result)


def test_a_query_that_is_no_promise_never_runs(drive: Driver) -> None:
    outcome = drive("thenable-step-result/query_builder")

    assert (outcome.status, outcome.errors) == ("completed", [])
    assert outcome.log == []
    assert outcome.result == {"spec": {"action": "create", "data": {"email": "ada@example.test"}}}


def test_a_query_that_refers_to_its_client_fails(drive: Driver) -> None:
    outcome = drive("thenable-step-result/circular")

    assert outcome.status == "failed"
    assert outcome.log == []
    assert len(outcome.errors) == 2
    assert all("TypeError: Converting circular structure to JSON" in error for error in outcome.errors)


def test_an_async_function_runs_the_query(drive: Driver) -> None:
    outcome = drive("thenable-step-result/query_builder_fixed")

    assert (outcome.log, outcome.result) == (["query"], [{"email": "ada@example.test"}])


def test_a_step_that_returns_nothing_fails_where_its_result_is_used(drive: Driver) -> None:
    outcome = drive("missing-step-return/braces")

    assert outcome.status == "failed"
    assert outcome.results == {"create-user": Absent.UNDEFINED}
    assert outcome.errors == 2 * ["TypeError: Cannot read properties of undefined (reading 'id')"]
