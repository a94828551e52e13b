"""WF3 around steps, WF5 and WF6: failures, resources, limits, and data that crosses a step."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from .cases import outcome_of

if TYPE_CHECKING:
    from pathlib import Path

_LOCAL = "AttributeError: Can't pickle local object "
_REFUSED = {
    "generator": "generator",
    "async generator": "async_generator",
    "coroutine": "coroutine",
    "lock": "_thread.lock",
    "thread": "_thread.lock",
    "event": "_thread.lock",
    "future": "_thread.RLock",
    "pool": "_queue.SimpleQueue",
    "queue": "_thread.lock",
    "file": "_io.TextIOWrapper",
    "socket": "socket",
    "connection": "sqlite3.Connection",
    "module": "module",
    "match": "re.Match",
    "dict keys": "dict_keys",
    "dict items": "dict_items",
    "frame": "frame",
    "mapping proxy": "mappingproxy",
    "context variable": "_contextvars.ContextVar",
}


def test_a_bare_except_takes_a_cancellation_for_a_failure() -> None:
    outcome = outcome_of("abort-swallowed/cancelled_and_bare_except")
    fixed = outcome_of("abort-swallowed/cancelled_and_bare_except_fixed")

    assert outcome.status == fixed.status == "cancelled"
    assert outcome.log == ("refund",)
    assert fixed.log == ()


@pytest.mark.parametrize(
    ("case", "kept"), [("transaction", ["milk"]), ("transaction_fixed", ["tea", "milk"])]
)
def test_a_crash_undoes_an_open_transaction_and_not_the_records(
    tmp_path: Path, case: str, kept: list[str]
) -> None:
    database = str(tmp_path / "orders.db")
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("create table orders (item text)")
        outcome = outcome_of(f"resource-across-steps/{case}", database, ["tea", "milk"])
        rows = [item for (item,) in connection.execute("select item from orders")]

    assert outcome.status == "completed"
    assert len(outcome.steps) == 2
    assert rows == kept


def test_a_step_that_ran_out_of_time_is_run_again_by_the_recovery() -> None:
    outcome = outcome_of("timeout-around-step/async_step")
    fixed = outcome_of("timeout-around-step/async_step_fixed")

    assert [step.number for step in outcome.steps] == [2]
    assert outcome.ran == {"ask": 2, "settle none": 1}
    assert fixed.ran == {"ask": 1, "settle none": 1}
    assert fixed.output == "none"


def test_a_thread_that_ran_out_of_time_is_recorded_late_and_changes_the_decision() -> None:
    outcome = outcome_of("timeout-around-step/sync_step", crash_after=[2])

    assert outcome.log == ("none", "answer")
    assert outcome.results["settle"] == "none"
    assert outcome.output == "answer"


def test_what_pickle_carries_comes_back_as_it_was() -> None:
    outcome = outcome_of("unserializable-step-result/values", crash_after=[])
    recovered = outcome_of("unserializable-step-result/values", crash_after=[len(outcome.steps)])
    errors = outcome.output

    assert {name: errors.pop(name) for name in _REFUSED} == {
        name: f"TypeError: cannot pickle '{kind}' object" for name, kind in _REFUSED.items()
    }
    assert sorted(errors) == sorted(
        ["lambda", "local class", "local default", "memoryview", "system random", "weak reference"]
    )
    assert errors["local class"] == f"{_LOCAL}'local.<locals>.Local'"
    # The recovery read each value back and compared it with what was recorded.
    assert sorted(recovered.output) == sorted([*_REFUSED, *errors])


def test_a_result_without_pickle_is_refused_when_the_step_has_run() -> None:
    outcome = outcome_of("unserializable-step-result/generator")
    fixed = outcome_of("unserializable-step-result/generator_fixed")

    assert outcome.error == "TypeError: cannot pickle 'generator' object"
    assert outcome.log == ("import",)
    assert outcome.steps == ()
    assert fixed.output == ["a", "b"]


def test_a_failure_without_pickle_is_not_recorded_and_the_step_repeated() -> None:
    outcome = outcome_of("unpicklable-exception/local_exception")
    error = f"{_LOCAL}'charge.<locals>.DeclinedError'"

    assert outcome.status == "completed"
    assert outcome.log == ("charge", error, "charge", error)
    assert outcome.names == ["close"]


def test_a_failure_that_cannot_be_read_back_is_another_one_on_recovery() -> None:
    undisturbed = outcome_of("unpicklable-exception/exception_with_arguments", crash_after=[])
    outcome = outcome_of("unpicklable-exception/exception_with_arguments", crash_after=[2])

    assert undisturbed.output == "declined"
    assert outcome.status == "failed"
    assert (
        outcome.error
        == "TypeError: DeclinedError.__init__() missing 1 required positional argument: 'reason'"
    )
    assert outcome.log == ("told",)


def test_arguments_and_result_of_a_workflow_are_pickled() -> None:
    argument = outcome_of("unserializable-payload/argument")
    output = outcome_of("unserializable-workflow-result/lock", crash_after=[])

    assert argument.status == "rejected"
    assert argument.error == f"{_LOCAL}'start.<locals>.<lambda>'"
    assert argument.log == ()
    assert output.status == "failed"
    assert output.error == "TypeError: cannot pickle '_thread.lock' object"
    assert output.log == ("charge",)


def test_a_portable_workflow_has_a_result_of_json_and_steps_of_pickles() -> None:
    refused = outcome_of("unserializable-payload/portable", crash_after=[])
    changed = outcome_of("lossy-step-result/portable_output")

    assert refused.error == (
        "PortableWorkflowError: Attempt to do portable JSON serialization of a map with non-string keys"
    )
    assert refused.results == {"pick": {1: "tea"}}
    assert changed.log == ("(1, {2})",)
    assert changed.output == [1, [2], "2026-01-02"]


def test_what_a_step_changes_around_it_is_lost_on_recovery() -> None:
    undisturbed = outcome_of("mutation-inside-step/total", crash_after=[])
    outcome = outcome_of("mutation-inside-step/total")
    fixed = outcome_of("mutation-inside-step/total_fixed", crash_after=[2])

    assert undisturbed.output == fixed.output == (120, ["tea"])
    assert outcome.status == "completed"
    assert outcome.output == (0, [])


def test_the_first_pass_gets_the_very_object_and_a_recovery_a_copy() -> None:
    undisturbed = outcome_of("mutation-inside-step/argument_returned", crash_after=[])
    outcome = outcome_of("mutation-inside-step/argument_returned")

    assert undisturbed.output == ["tea", "shipping"]
    assert outcome.output == ["tea"]


def test_a_missing_return_gives_none() -> None:
    outcome = outcome_of("missing-step-return/result_used", crash_after=[])

    assert outcome.error == "TypeError: 'NoneType' object is not subscriptable"
    assert outcome.log == ("find",)


def test_functions_made_before_the_loop_see_its_last_item() -> None:
    outcome = outcome_of("late-binding-step/made_before", ["ada", "bob"], crash_after=[])
    fixed = outcome_of("late-binding-step/made_before_fixed", ["ada", "bob"], crash_after=[])

    assert outcome.output == ["bob", "bob"]
    assert fixed.output == ["ada", "bob"]


def test_an_error_hidden_in_a_step_is_not_retried() -> None:
    outcome = outcome_of("error-hidden-in-step/caught", crash_after=[])
    fixed = outcome_of("error-hidden-in-step/caught_fixed", crash_after=[])

    assert outcome.output == "paid"
    assert outcome.log == ("charge",)
    assert fixed.error == (
        "DBOSMaxStepRetriesExceeded: DBOS Error 7: Step charge has exceeded its maximum of 3 retries"
    )
    assert fixed.log == ("charge", "charge", "charge")


def test_a_duration_is_a_number_of_seconds_and_none_below_zero() -> None:
    outcome = outcome_of("invalid-duration/durations", crash_after=[])
    compared = "TypeError: '<=' not supported between instances of '{}' and 'int'"

    assert outcome.output == {
        "float": "slept",
        "negative": "slept",
        "zero": "slept",
        "text": compared.format("str"),
        "timedelta": compared.format("datetime.timedelta"),
        "none": compared.format("NoneType"),
    }
    assert outcome.names == ["DBOS.sleep"]
